--- From one annotation to the next.
local findings = require('diple.findings')
local message = require('diple.message')
local render = require('diple.render')

local M = {}

--- Moves to a place, so that |CTRL-O| comes back.
function M.go(window, row, column)
  vim.api.nvim_set_current_win(window)
  vim.cmd("normal! m'")
  vim.api.nvim_win_set_cursor(window, { row + 1, column })
  vim.cmd('normal! zv')
end

--- Moves `count` annotations of a kind onwards, or back where it is negative.
---@param kind? string
---@param count integer
function M.jump(kind, count)
  local buf, window = vim.api.nvim_get_current_buf(), vim.api.nvim_get_current_win()
  local found = findings.of(buf)
  if not found then return message.info('nothing is known of this text.') end
  local cursor = vim.api.nvim_win_get_cursor(window)
  local before, after = {}, {}
  for _, annotation in ipairs(found.annotations) do
    local row, column = render.place(buf, annotation.id)
    if row and (not kind or annotation.kind == kind) then
      local order = row + 1 ~= cursor[1] and row + 1 - cursor[1] or column - cursor[2]
      if order < 0 then table.insert(before, { row, column }) end
      if order > 0 then table.insert(after, { row, column }) end
    end
  end
  local place = count > 0 and after[count] or before[#before + 1 + count]
  if not place then return message.info('no %s %s.', count > 0 and 'further' or 'earlier', kind or 'annotation') end
  M.go(window, place[1], place[2])
end

return M
