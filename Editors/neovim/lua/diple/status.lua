--- The state of things in a few lines, for `:Diple status` and |:checkhealth|.
local compat = require('diple.compat')

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

--- The day that the daemon takes this text to be of. Publications tell it only where it is another one, with a `null` that
--- Neovim does not hand on; so it is asked for.
---@return string?
function M.written(client)
  local params = { textDocument = { uri = vim.uri_from_bufnr(0) }, position = { line = 0, character = 0 } }
  local answer = client and compat.request_sync(client, 'diple/explain', params, 2000, 0)
  local result = answer and answer.result
  return result and result.date and ('written %s (%s)'):format(result.date, result.dateFrom)
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
    table.insert(lines, M.written(running) or 'it does not say when it was written')
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
