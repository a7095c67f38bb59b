--- The state of things in a few lines, for `:Diple status` and |:checkhealth|.
local M = {}

--- What the daemon answers to `--version`; nil where it does not run.
---@return string?
function M.version(path)
  local answer = vim.fn.system({ path, '--version' })
  if vim.v.shell_error == 0 then return vim.trim(answer) end
end

--- `3 quotes, 12 entities, 4 dates, 1 stance`
function M.counts(found)
  local counts, parts = require('diple.findings').counts(found), {}
  local words = { { 'quote', 'quotes' }, { 'entity', 'entities' }, { 'date', 'dates' }, { 'stance', 'stances' } }
  for _, word in ipairs(words) do
    local count = counts[word[1]] or 0
    table.insert(parts, ('%d %s'):format(count, count == 1 and word[1] or word[2]))
  end
  return table.concat(parts, ', ')
end

---@return string[]
function M.lines()
  local client = require('diple.client')
  local running = client.client()
  local lines = {}
  if running then
    table.insert(lines, ('the daemon runs: %s; columns count %s'):format(running.config.cmd[1], running.offset_encoding))
  else
    local path, from = client.find()
    local why = path and ('found through %s: %s'):format(from, path) or from
    table.insert(lines, ('the daemon does not run. %s'):format(why))
  end
  local found = require('diple.findings').of(vim.api.nvim_get_current_buf())
  if found then
    table.insert(lines, 'this text: ' .. M.counts(found))
    local written = found.date and ('written %s (%s)'):format(found.date, found.date_from)
    table.insert(lines, written or 'it does not say when it was written')
  else
    table.insert(lines, 'this text: not annotated')
  end
  local hidden = {}
  for _, name in ipairs(require('diple.render').toggles()) do
    if not require('diple.config').settings.show[name] then table.insert(hidden, name) end
  end
  if #hidden > 0 then table.insert(lines, 'hidden: ' .. table.concat(hidden, ', ')) end
  return lines
end

return M
