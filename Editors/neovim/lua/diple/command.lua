--- `:Diple`: subcommands and their completion.
local M = {}

local kinds = { 'quote', 'entity', 'date', 'stance' }

local function toggles() return require('diple.render').toggles() end

local function jump(kind, count)
  if kind and not vim.tbl_contains(kinds, kind) then
    return require('diple.message').error('there is no kind %s; there are %s.', kind, table.concat(kinds, ', '))
  end
  require('diple').jump(kind, count)
end

local function open(view)
  return { run = function() require('diple').open(view) end }
end

local function status() require('diple.message').info('%s', table.concat(require('diple.status').lines(), '\n')) end

--- What each subcommand does, and the words that may follow it.
local subcommands = {
  outline = open('outline'),
  people = open('people'),
  timeline = open('timeline'),
  stances = open('stances'),
  toggle = { run = function(what) require('diple').toggle(what) end, words = toggles },
  next = { run = function(kind) jump(kind, 1) end, words = function() return kinds end },
  previous = { run = function(kind) jump(kind, -1) end, words = function() return kinds end },
  status = { run = status },
  start = { run = function() require('diple.client').start(vim.api.nvim_get_current_buf()) end },
  stop = { run = function() require('diple.client').stop() end },
  restart = { run = function() require('diple.client').restart() end },
}

local function names()
  local all = vim.tbl_keys(subcommands)
  table.sort(all)
  return all
end

---@param words string[]
function M.run(words)
  local subcommand = subcommands[words[1] or 'status']
  if not subcommand then
    return require('diple.message').error('there is no :Diple %s; there are %s.', words[1], table.concat(names(), ', '))
  end
  if #words > (subcommand.words and 2 or 1) then
    return require('diple.message').error(':Diple %s takes %s.', words[1], subcommand.words and 'one word' or 'nothing')
  end
  subcommand.run(words[2])
end

--- Completion of the subcommand, then of its word.
function M.complete(lead, commandline)
  local words = vim.split(vim.trim(commandline:gsub('^.-Diple', '', 1)), '%s+', { trimempty = true })
  local before = lead == '' and #words or #words - 1
  local candidates = {}
  if before == 0 then
    candidates = names()
  elseif before == 1 and subcommands[words[1]] and subcommands[words[1]].words then
    candidates = subcommands[words[1]].words()
  end
  return vim.tbl_filter(function(word) return vim.startswith(word, lead) end, candidates)
end

return M
