--- The window beside the text that shows a view, follows the text's edits, and leads back into it.
local config = require('diple.config')
local findings = require('diple.findings')
local message = require('diple.message')
local navigation = require('diple.navigation')
local render = require('diple.render')
local views = require('diple.views')
local wording = require('diple.wording')

local M = {}

local namespace = vim.api.nvim_create_namespace('diple.panel')

--- The one panel: its buffer, what it shows of which text, and the annotation of each line.
local panel = { buf = nil, view = nil, source = nil, lines = {} }

local function window_of(buf)
  for _, window in ipairs(vim.api.nvim_tabpage_list_wins(0)) do
    if vim.api.nvim_win_get_buf(window) == buf then return window end
  end
end

--- A line under construction, of parts `{ text, group or groups }`: its text and the highlights in it.
local function line(...)
  local built = { text = '', marks = {} }
  for _, part in ipairs({ ... }) do
    local text, groups = part[1], part[2] or {}
    for _, group in ipairs(type(groups) == 'table' and groups or { groups }) do
      table.insert(built.marks, { #built.text, #built.text + #text, group })
    end
    built.text = built.text .. text
  end
  return built
end

--- The lines of a view: headings, and items with the number of the line that they lead to.
local function build(view, source, width)
  local name = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(source), ':t')
  local lines = { line({ view.title, 'DipleTitle' }, { name ~= '' and '  ' .. name or '', 'DipleDetail' }) }
  if #view.groups == 0 then vim.list_extend(lines, { line({ '' }), line({ view.empty, 'DipleDetail' }) }) end
  for _, group in ipairs(view.groups) do
    table.insert(lines, line({ '' }))
    local first = group.items[1].id
    if group.title then
      local room = width - vim.fn.strchars(group.title) - 2
      local detail = group.detail and room > 3 and ', ' .. wording.shortened(group.detail, room) or ''
      local heading = line({ group.title, 'DipleHeading' }, { detail, 'DipleDetail' })
      heading.id = first
      table.insert(lines, heading)
    end
    for _, item in ipairs(group.items) do
      local row = render.place(source, item.id)
      local number = ('%4s  '):format(row and row + 1 or '')
      local text = wording.shortened(item.text, math.max(12, width - #number - 1))
      -- The detail gets the room that is left.
      local room = width - #number - vim.fn.strchars(text) - 3
      local detail = item.detail and room > 3 and '  ' .. wording.shortened(item.detail, room) or ''
      local built = line({ number, 'DipleLine' }, { text, item.groups }, { detail, 'DipleDetail' })
      built.id = item.id
      table.insert(lines, built)
    end
  end
  return lines
end

local function fill()
  local found = findings.of(panel.source)
  local window = window_of(panel.buf)
  local width = window and vim.api.nvim_win_get_width(window) or config.settings.panel.width
  local lines = found and build(views.make(panel.view, found), panel.source, width)
    or { line({ 'Nothing is known of this text.', 'DipleDetail' }) }
  panel.lines = lines
  vim.bo[panel.buf].modifiable = true
  vim.api.nvim_buf_set_lines(panel.buf, 0, -1, false, vim.tbl_map(function(built) return built.text end, lines))
  vim.bo[panel.buf].modifiable = false
  vim.api.nvim_buf_clear_namespace(panel.buf, namespace, 0, -1)
  for row, built in ipairs(lines) do
    for _, mark in ipairs(built.marks) do
      if mark[2] > mark[1] then
        vim.api.nvim_buf_set_extmark(panel.buf, namespace, row - 1, mark[1], { end_col = mark[2], hl_group = mark[3] })
      end
    end
  end
end

--- Goes to what the panel's line tells of.
local function enter()
  local chosen = panel.lines[vim.api.nvim_win_get_cursor(0)[1]]
  if not (chosen and chosen.id) then return end
  local row, column = render.place(panel.source, chosen.id)
  if not row then return message.info('that place is gone.') end
  local window = window_of(panel.source)
  if not window then
    -- Its window was closed: it gets a new one beside the panel.
    vim.cmd('leftabove vertical sbuffer ' .. panel.source)
    window = vim.api.nvim_get_current_win()
  end
  navigation.go(window, row, column)
end

--- Closes the panel. The last window cannot be closed; it gets another buffer.
local function close()
  if #vim.api.nvim_list_wins() > 1 then return vim.cmd('close') end
  vim.api.nvim_buf_delete(panel.buf, { force = true })
end

local function make_buffer()
  local buf = vim.api.nvim_create_buf(false, true)
  vim.bo[buf].bufhidden = 'wipe'
  vim.bo[buf].filetype = 'diple'
  vim.bo[buf].modifiable = false
  vim.keymap.set('n', '<CR>', enter, { buffer = buf, desc = 'Go to this place in the text' })
  vim.keymap.set('n', 'q', close, { buffer = buf, desc = 'Close the panel' })
  return buf
end

local function open_window(buf)
  local settings = config.settings.panel
  if settings.position == 'bottom' then
    vim.cmd('botright 12split')
  else
    vim.cmd(('%s vertical %dsplit'):format(settings.position == 'left' and 'topleft' or 'botright', settings.width))
  end
  vim.api.nvim_win_set_buf(0, buf)
  vim.cmd('setlocal nonumber norelativenumber nolist nospell nowrap cursorline signcolumn=no foldcolumn=0')
  if settings.position ~= 'bottom' then vim.cmd('setlocal winfixwidth') end
end

--- Shows a view of the current text, or the panel's text where the panel is the current window.
---@param view string
function M.open(view)
  if not vim.tbl_contains(views.names, view) then
    return message.error('there is no view %s; there are %s.', view, table.concat(views.names, ', '))
  end
  local current = vim.api.nvim_get_current_buf()
  if current ~= panel.buf then panel.source = current end
  panel.view = view
  if not (panel.buf and vim.api.nvim_buf_is_valid(panel.buf)) then panel.buf = make_buffer() end
  local window = window_of(panel.buf)
  if window then
    vim.api.nvim_set_current_win(window)
  else
    open_window(panel.buf)
  end
  fill()
end

render.listeners.panel = function(buf)
  if panel.source == buf and panel.buf and vim.api.nvim_buf_is_valid(panel.buf) then fill() end
end

return M
