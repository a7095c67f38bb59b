--- What the panel shows: a view is a title and groups of items, each item with the annotation that it leads to.
local highlights = require('diple.highlights')
local wording = require('diple.wording')

local M = {}

---@class diple.Item
---@field text string
---@field groups? string[] highlights, laid over one another
---@field detail? string
---@field id string of an annotation

---@class diple.Group
---@field title? string
---@field detail? string
---@field items diple.Item[]

---@class diple.View
---@field title string
---@field empty string what is said where there is nothing
---@field groups diple.Group[]

--- Items under the names that `key` gives them, in the order in which the names first come; those that it gives none stand
--- last, under `nameless`.
local function gathered(annotations, nameless, key, item)
  local groups, by_name = {}, {}
  for _, annotation in ipairs(annotations) do
    local name, detail = key(annotation)
    local group = by_name[name or '']
    if not group then
      group = { title = name or nameless, items = {} }
      by_name[name or ''] = group
      if name then table.insert(groups, group) end
    end
    group.detail = group.detail or detail
    table.insert(group.items, item(annotation))
  end
  if by_name[''] then table.insert(groups, by_name['']) end
  return groups
end

local function of_kind(findings, kind, keep)
  return vim.tbl_filter(
    function(annotation) return annotation.kind == kind and (not keep or keep(annotation)) end,
    findings.annotations
  )
end

local function times(count, word) return ('%d %s%s'):format(count, word, count == 1 and '' or 's') end

--- Who is quoted with what. Scare quotes and titles are nobody's speech.
local function outline(findings)
  local speech = of_kind(findings, 'quote', function(quote) return quote.form ~= 'scare' and quote.form ~= 'title' end)
  local groups = gathered(speech, 'no speaker named', function(quote)
    local thing = quote.speaker and findings.things[quote.speaker.entity or '']
    return wording.name(findings, quote.speaker), thing and thing.role
  end, function(quote)
    return { text = wording.one_line(quote.text), groups = highlights.of(quote), id = quote.id }
  end)
  return { title = 'Quotes by speaker', empty = 'Nobody is quoted.', groups = groups }
end

--- Who is named, with role, how often, and how often quoted.
local function people(findings)
  local quotes = {}
  for _, quote in ipairs(of_kind(findings, 'quote')) do
    local cluster = quote.speaker and quote.speaker.entity
    if cluster then quotes[cluster] = (quotes[cluster] or 0) + 1 end
  end
  local seen, groups = {}, {}
  for _, entity in ipairs(of_kind(findings, 'entity', function(entity) return entity.type == 'person' end)) do
    local cluster = entity.entity or entity.id
    if not seen[cluster] then
      seen[cluster] = true
      local thing = findings.things[cluster] or { name = entity.text, mentions = 1 }
      local detail = times(thing.mentions, 'mention')
      if quotes[cluster] then detail = detail .. ', ' .. times(quotes[cluster], 'quote') end
      table.insert(groups, {
        title = thing.name,
        detail = thing.role,
        items = { { text = detail, groups = { 'DipleDetail' }, id = entity.id } },
      })
    end
  end
  return { title = 'People', empty = 'Nobody is named.', groups = groups }
end

--- The first months of seasons, quarters and halves.
local months = {
  SP = '03', SU = '06', FA = '09', WI = '12', Q1 = '01', Q2 = '04', Q3 = '07', Q4 = '10', H1 = '01', H2 = '07',
}

--- The first day that a TIMEX3 value means, as a string that sorts; nil for what is no point in the calendar.
local function first_day(date)
  local value = date.value
  if not value or date.type == 'DURATION' or date.type == 'SET' or not value:match('^%d') then return nil end
  local year, rest = value:match('^([%dX]+)%-?(.*)')
  year = (year:gsub('X', '0') .. '0000'):sub(1, 4)
  local week = rest:match('^W(%d%d)')
  if week then
    local day = (tonumber(week) - 1) * 7 + 1
    return ('%s-%02d-%02d'):format(year, math.min(12, math.floor(day / 30.5) + 1), math.floor(day % 30.5) + 1)
  end
  local month = months[rest:sub(1, 2)]
  return year .. '-' .. (month and month .. '-01' or rest)
end

--- When, in the order of the calendar; durations, repeated times and what could not be resolved stand behind.
local function timeline(findings)
  local dated, others = {}, {}
  for order, date in ipairs(of_kind(findings, 'date')) do
    local item = {
      text = wording.value(date) or 'unresolved',
      groups = highlights.of(date),
      detail = wording.one_line(date.text),
      id = date.id,
    }
    local day = first_day(date)
    table.insert(day and dated or others, { key = day, order = order, item = item })
  end
  table.sort(dated, function(a, b)
    if a.key ~= b.key then return a.key < b.key end
    return a.order < b.order
  end)
  local function items(rows)
    return vim.tbl_map(function(row) return row.item end, rows)
  end
  local groups = {}
  if #dated > 0 then table.insert(groups, { items = items(dated) }) end
  if #others > 0 then table.insert(groups, { title = 'not in the calendar', items = items(others) }) end
  return { title = 'Timeline', empty = 'No date is named.', groups = groups }
end

--- Who is for or against what, by holder.
local function stances(findings)
  local groups = gathered(
    of_kind(findings, 'stance'),
    'nobody named',
    function(stance) return wording.name(findings, stance.holder) end,
    function(stance)
      local target = stance.target and wording.one_line(stance.target.text)
      return {
        text = ('%s %s'):format(wording.polarity(stance) or '?', target or '…'),
        groups = highlights.of(stance),
        detail = wording.one_line(stance.text),
        id = stance.id,
      }
    end
  )
  return { title = 'For and against', empty = 'Nobody takes a side.', groups = groups }
end

local makers = { outline = outline, people = people, timeline = timeline, stances = stances }

--- The names of the views, as `:Diple` takes them.
M.names = { 'outline', 'people', 'timeline', 'stances' }

---@param findings diple.Findings
---@return diple.View
function M.make(name, findings) return makers[name](findings) end

return M
