-- Carriage returns within lines end lines for the daemon, and not for Neovim.
local helper = require('helper')
local test, equal = helper.test, helper.equal
local diple = require('diple')

diple.setup { labels = { quotes = false } }

--- How often we have said something. (Neovim 0.7 tells itself that a buffer is detached.)
local function said()
  return #vim.tbl_filter(function(message) return vim.startswith(message.text, 'Diple:') end, helper.messages)
end

local function write(name, bytes)
  local path = helper.path(name)
  local file = assert(io.open(path, 'wb'))
  file:write(bytes)
  file:close()
  return path
end

test('a text with one is not annotated, which is said once, with what to do', function()
  vim.cmd('silent edit ' .. write('lone.txt', 'It rained.\rThe crowd\ngreeted Ana Ruiz.\n'))
  helper.wait_told('line 1 of lone.txt has a carriage return (^M) within it')
  vim.wait(300)
  equal(said(), 1)
  equal(helper.drawn(), 'It rained.\rThe crowd\ngreeted Ana Ruiz.')
  vim.cmd([[silent %s/\r/\r/g]])
  vim.cmd('Diple start')
  helper.settle()
  equal(helper.drawn(), 'It rained.\nThe crowd\ngreeted <person:Ana Ruiz>.')
end)

test('one that is typed ends it', function()
  local buf = helper.open('The crowd greeted Ana Ruiz.')
  vim.api.nvim_buf_set_text(buf, 0, 4, 0, 4, { 'big \r' })
  helper.wait_told('has a carriage return (^M) within it')
  helper.wait_for('no marks', function() return helper.drawn() == 'The big \rcrowd greeted Ana Ruiz.' end)
  vim.api.nvim_buf_set_text(buf, 0, 0, 0, 0, { 'More. ' })
  vim.wait(100)
  equal(said(), 1)
end)

test('line ends of two kinds are no harm', function()
  vim.cmd('silent edit ' .. write('mixed.txt', 'It rained.\r\n\r\nThe crowd greeted Ana Ruiz.\nIt was late.\r\n'))
  helper.settle()
  equal(vim.bo.fileformat, 'unix')
  equal(helper.drawn(), 'It rained.\r\n\r\nThe crowd greeted <person:Ana Ruiz>.\nIt was late.\r')
  vim.api.nvim_buf_set_lines(0, 0, 0, true, { 'Peter Holm smiled.', '' })
  helper.settle()
  equal(
    helper.drawn(),
    '<person:Peter Holm> smiled.\n\nIt rained.\r\n\r\nThe crowd greeted <person:Ana Ruiz>.\nIt was late.\r'
  )
  equal(said(), 0)
end)

helper.finish()
