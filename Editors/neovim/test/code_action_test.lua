-- Corrections: Neovim's own code actions, on what Diple found.
local helper = require('helper')
local test, equal = helper.test, helper.equal

local text = '🚧 We met Ana Ruiz on Monday.'
local name, date = text:find('Ana') - 1, text:find('Monday') - 1

--- Chooses the action whose title holds these words.
local function choose(column, words)
  vim.api.nvim_win_set_cursor(0, { 1, column })
  vim.lsp.buf.code_action {
    filter = function(action) return action.title:find(words, 1, true) ~= nil end,
    apply = true,
  }
end

if vim.fn.has('nvim-0.8') == 0 then helper.finish() end
require('diple').setup { date = '2024-05-02' }

test('a date is replaced in the text', function()
  helper.open(text)
  choose(date, 'Replace “Monday”')
  local wanted = '🚧 We met Ana Ruiz on 2024-04-29.'
  helper.wait_for('the new text', function() return vim.api.nvim_get_current_line() == wanted end)
end)

test('a correction is written into a buffer of its own, and counts at once', function()
  local buf = helper.open(text)
  equal(helper.drawn(), '🚧 We met <person:Ana Ruiz> on <date:Monday>{2024-04-29}.')
  choose(name, 'is no entity')
  helper.wait_for('the name is not drawn', function()
    return helper.drawn() == '🚧 We met Ana Ruiz on <date:Monday>{2024-04-29}.'
  end)
  equal(vim.api.nvim_get_current_line(), text)
  local beside = vim.fn.bufnr(vim.api.nvim_buf_get_name(buf) .. '.diple.json')
  assert(beside > 0, 'no buffer of corrections')
  local file = vim.fn.json_decode(vim.api.nvim_buf_get_lines(beside, 0, -1, false))
  equal(file.overrides[1].selector[1].exact, 'Ana Ruiz')
  equal(file.overrides[1].action, 'remove')
  -- Nobody has written it yet but the editor, and only into the buffer.
  equal(vim.bo[beside].modified, true)
  -- Undone in that buffer it is undone in the text.
  vim.api.nvim_buf_set_lines(beside, 0, -1, false, { '{}' })
  helper.wait_for('the name is drawn again', function()
    return helper.drawn() == '🚧 We met <person:Ana Ruiz> on <date:Monday>{2024-04-29}.'
  end)
end)

helper.finish()
