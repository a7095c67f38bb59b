-- What the tests share. A test file is run by `nvim --headless -u NONE -c 'luafile …'` (see run.sh) and ends with
-- `helper.finish()`. Each test says `ok name` or `not ok name`.
local findings = require('diple.findings')

local M = {}

local failed = false
local folder = vim.fn.tempname()
vim.fn.mkdir(folder, 'p')
local files = 0

local function say(format, ...) io.stdout:write(format:format(...) .. '\n') end

-- Nothing may hang: what has not ended after two minutes never will.
vim.defer_fn(function()
  say('not ok %s: no end after two minutes', vim.fn.expand('%:t'))
  vim.cmd('cquit 1')
end, 120000)

--- Everything that a person was told.
M.messages = {}
vim.notify = function(text, level) table.insert(M.messages, { text = text, level = level }) end

--- True when a person has been told something that holds `words`.
function M.was_told(words)
  for _, message in ipairs(M.messages) do
    if message.text:find(words, 1, true) then return true end
  end
  return false
end

--- Waits until `condition` holds; fails where it never does.
function M.wait_for(what, condition)
  if not vim.wait(15000, condition, 10) then error('never happened: ' .. what, 2) end
end

function M.wait_told(words)
  if not vim.wait(15000, function() return M.was_told(words) end, 10) then
    error(('never said: %s\nwas said: %s'):format(words, vim.inspect(M.messages)), 2)
  end
end

function M.equal(found, wanted)
  if not vim.deep_equal(found, wanted) then
    local function show(value) return type(value) == 'string' and value or vim.inspect(value) end
    error(('wanted: %s\n found: %s'):format(show(wanted), show(found)), 2)
  end
end

function M.test(name, body)
  M.messages = {}
  vim.cmd('silent! only!')
  local good, problem = xpcall(body, debug.traceback)
  say('%s %s', good and 'ok' or 'not ok', name)
  if not good then
    failed = true
    for line in tostring(problem):gmatch('[^\n]+') do
      say('  %s', line)
    end
  end
end

function M.finish()
  vim.fn.delete(folder, 'rf')
  vim.cmd(failed and 'cquit 1' or 'qall!')
end

--- A path in a folder that is gone after the tests.
function M.path(name) return folder .. '/' .. name end

--- Writes a program that stands for the daemon, and makes it the daemon.
function M.be_daemon(script)
  local path = M.path('daemon')
  vim.fn.writefile(vim.split('#!/bin/sh\n' .. script, '\n'), path)
  vim.fn.setfperm(path, 'rwxr-xr-x')
  vim.env.DIPLE_PATH = path
end

--- Waits until the findings are those of the buffer as it is.
function M.settle(buf)
  buf = buf or vim.api.nvim_get_current_buf()
  M.wait_for('findings of the text as it is', function()
    local found = findings.of(buf)
    return found and found.version == vim.lsp.util.buf_versions[buf]
  end)
end

local queue

--- Holds back what is published, as if the daemon were slow. Returns a function that lets it through, in its order.
function M.hold()
  local render = require('diple.render')
  local publish = render.publish
  queue = {}
  render.publish = function(...) table.insert(queue, { ... }) end
  return function()
    render.publish = publish
    for _, publication in ipairs(queue) do
      publish(unpack(publication))
    end
    queue = nil
  end
end

--- How many publications are held back.
function M.held() return #queue end

--- Opens a new file that holds the text, without waiting.
function M.edit(text, extension)
  files = files + 1
  local path = M.path(('text-%d.%s'):format(files, extension or 'txt'))
  vim.fn.writefile(vim.split(text, '\n'), path)
  vim.cmd('silent edit ' .. path)
  return vim.api.nvim_get_current_buf()
end

--- Opens a new file that holds the text, and waits for its findings.
function M.open(text, extension)
  local buf = M.edit(text, extension)
  M.settle(buf)
  return buf
end

--- How groups are called in `drawn`.
local short = {
  DipleQuote = 'quote', DipleQuoteIndirect = 'italic', DipleEntityPerson = 'person', DipleEntityPlace = 'place',
  DipleEntityOrganization = 'org', DipleDate = 'date', DipleStanceSupport = 'support', DipleStanceOppose = 'oppose',
  DipleStance = 'bold', DipleOther = 'other',
}

--- The current buffer as a person sees it: `<person:Ana Ruiz>{label} said`. A span that lies over another of the same
--- words stands inside it.
function M.drawn()
  local namespace = vim.api.nvim_get_namespaces().diple
  local lines = vim.api.nvim_buf_get_lines(0, 0, -1, false)
  local inserts = {}
  local function insert(row, column, order, text)
    table.insert(inserts, { row = row, column = column, order = order, text = text })
  end
  for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, { details = true })) do
    local row, column, details = mark[2], mark[3], mark[4]
    if details.virt_text then
      local label = ''
      for _, chunk in ipairs(details.virt_text) do
        label = label .. chunk[1]
      end
      insert(row, column, 1000 + details.priority, '{' .. vim.trim(label) .. '}')
    elseif details.hl_group then
      -- At one place: spans end (the innermost first), labels stand, spans start (the outermost first).
      insert(row, column, 2000 + details.priority, '<' .. (short[details.hl_group] or details.hl_group) .. ':')
      insert(details.end_row, details.end_col, 500 - details.priority, '>')
    end
  end
  table.sort(inserts, function(a, b)
    if a.row ~= b.row then return a.row > b.row end
    if a.column ~= b.column then return a.column > b.column end
    return a.order > b.order
  end)
  for _, part in ipairs(inserts) do
    local line = lines[part.row + 1]
    lines[part.row + 1] = line:sub(1, part.column) .. part.text .. line:sub(part.column + 1)
  end
  return table.concat(lines, '\n')
end

--- Opens `text` and holds what is drawn against `expected`.
function M.check(text, expected)
  M.open(text)
  M.equal(M.drawn(), expected)
end

--- Types keys as a person would.
function M.type(keys)
  vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes(keys, true, false, true), 'xt', false)
end

return M
