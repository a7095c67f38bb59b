--- How findings are put into a few words.
local M = {}

--- Labels are read inside a line of prose: what is longer hinders more than it tells.
M.label_limit = 12

--- Line ends and runs of white space as one space each.
function M.one_line(text) return vim.trim((text:gsub('%s+', ' '))) end

--- At most `limit` characters; what is cut ends with `…`.
function M.shortened(text, limit)
  if vim.fn.strchars(text) <= limit then return text end
  return vim.trim(vim.fn.strcharpart(text, 0, limit - 1)) .. '…'
end

--- The name of what a mention points to, else its words.
---@param findings diple.Findings
---@param mention table|string|nil
---@return string?
function M.name(findings, mention)
  if type(mention) == 'string' then return mention == 'author' and 'the author' or mention end
  if not mention then return nil end
  local thing = mention.entity and findings.things[mention.entity]
  return thing and thing.name or M.one_line(mention.text)
end

--- A name that fits: whole, without its article, else its last word, as `Dmitry Peskov` is `Peskov`.
local function short_name(name, limit)
  if vim.fn.strchars(name) <= limit then return name end
  name = name:gsub('^[Tt]he ', ''):gsub('^[Aa]n? ', '')
  if vim.fn.strchars(name) <= limit then return name end
  local last = name:match('(%S+)$')
  return last and last:match('^[^%l]') and last or name
end

local polarity = { support = 'for', oppose = 'against' }
local sides = { support = '▲', oppose = '▼' }

--- `for`, `against`.
function M.polarity(annotation) return polarity[annotation.polarity] or annotation.polarity end

--- A TIMEX3 value as a person reads it: `2024-05-02 15:00`.
function M.value(annotation)
  local value = annotation.value
  return value and (value:gsub('^(%d[%d-]*)T', '%1 '):gsub('_REF$', ''):gsub('^%u%u+$', string.lower))
end

--- The label of an annotation, at most 12 characters; nil where it would say nothing new.
---@param findings diple.Findings
---@return string?
function M.label(findings, annotation)
  local text
  if annotation.kind == 'quote' then
    local name = M.name(findings, annotation.speaker)
    text = name and '→ ' .. short_name(name, M.label_limit - 2)
  elseif annotation.kind == 'entity' then
    text = annotation.type == 'organization' and 'org' or annotation.type
  elseif annotation.kind == 'date' then
    -- The words of `May 2, 2024` and of `ten years` tell it all; those of `Monday` do not.
    local year = (annotation.value or ''):match('^%d%d%d%d')
    if not year or annotation.text:find(year, 1, true) then return nil end
    text = M.value(annotation)
    -- The hour tells more than the year.
    if vim.fn.strchars(text) > M.label_limit then text = text:gsub('^%d%d%d%d%-', '') end
  elseif annotation.kind == 'stance' then
    -- The words of the cue stand before it; what counts is the side, after negation.
    text = sides[annotation.polarity]
  end
  return text and M.shortened(text, M.label_limit)
end

return M
