--- The highlight groups. Each is a link to a group that every colour scheme has, or a mere attribute, and a default:
--- a colour scheme or an `init.lua` that defines it is left alone.
local M = {}

--- A group and what it links to: the first that there is.
local links = {
  DipleQuote = { 'String' },
  DipleEntity = { 'Identifier' },
  DipleEntityPerson = { 'Identifier' },
  DipleEntityOrganization = { 'Function' },
  DipleEntityPlace = { 'Special' },
  DipleEntityGroup = { 'Type' },
  DipleEntityEvent = { 'Constant' },
  DipleEntityProduct = { 'PreProc' },
  DipleEntityWork = { 'PreProc' },
  DipleDate = { 'DiagnosticWarn', 'Number' },
  DipleStanceSupport = { 'DiagnosticOk', 'MoreMsg' },
  DipleStanceOppose = { 'DiagnosticError', 'ErrorMsg' },
  DipleOther = { 'Underlined' },
  DipleLabel = { 'Comment' },
  DipleTitle = { 'Title' },
  DipleHeading = { 'Directory' },
  DipleDetail = { 'Comment' },
  DipleLine = { 'LineNr' },
}

--- Attributes that lie over a colour, so that both show.
local styles = {
  DipleQuoteIndirect = { italic = true },
  DipleQuoteScare = { italic = true },
  DipleQuoteTitle = { italic = true },
  DipleStance = { bold = true },
}

local function capitalized(word) return word:sub(1, 1):upper() .. word:sub(2) end

--- The colours of kinds that modules make, by kind.
local of_kind = {}

--- The group of a kind of a module that names a colour: `DipleKindWeasel`.
function M.group(kind) return 'DipleKind' .. kind:gsub('[^%w]+(%w)', string.upper):gsub('[^%w]', ''):gsub('^%l', string.upper) end

function M.define()
  for group, targets in pairs(links) do
    for _, target in ipairs(targets) do
      if vim.fn.hlexists(target) == 1 then
        vim.api.nvim_set_hl(0, group, { link = target, default = true })
        break
      end
    end
  end
  for group, style in pairs(styles) do
    vim.api.nvim_set_hl(0, group, vim.tbl_extend('force', { default = true }, style))
  end
  for kind, color in pairs(of_kind) do
    vim.api.nvim_set_hl(0, M.group(kind), { fg = color, underline = true, default = true })
  end
end

--- Makes a group for each kind of a module that has a colour of its own.
---@param plugins table[] the answer to `diple/plugins`
---@return boolean changed
function M.learn(plugins)
  local known = {}
  for _, plugin in ipairs(plugins) do
    for _, kind in ipairs(plugin.kinds or {}) do
      if plugin.state == 'active' and type(kind.color) == 'string' then known[kind.name] = kind.color end
    end
  end
  local changed = not vim.deep_equal(known, of_kind)
  of_kind = known
  if changed then M.define() end
  return changed
end

--- The groups of an annotation, to be laid over one another.
---@return string[]
function M.of(annotation)
  local kind = annotation.kind
  if kind == 'quote' then
    local form = 'DipleQuote' .. capitalized(annotation.form or 'direct')
    -- Scare quotes and titles are nobody's speech: they do not get its colour.
    if annotation.form == 'scare' or annotation.form == 'title' then return { form } end
    return styles[form] and { 'DipleQuote', form } or { 'DipleQuote' }
  elseif kind == 'entity' then
    local group = 'DipleEntity' .. capitalized(annotation.type or '')
    return { links[group] and group or 'DipleEntity' }
  elseif kind == 'date' then
    return { 'DipleDate' }
  elseif kind == 'stance' then
    local polarity = 'DipleStance' .. capitalized(annotation.polarity or '')
    return links[polarity] and { polarity, 'DipleStance' } or { 'DipleStance' }
  end
  return { of_kind[annotation.kind] and M.group(annotation.kind) or 'DipleOther' }
end

M.define()

return M
