-- Starting it oneself: with the command, or with Neovim's own `vim.lsp.enable`.
local helper = require('helper')
local test, equal = helper.test, helper.equal
local client = require('diple.client')

local text = 'The crowd greeted Ana Ruiz.'

local function wait_drawn()
  helper.wait_for('the text is drawn', function() return helper.drawn() == 'The crowd greeted <person:Ana Ruiz>.' end)
end

test('nothing starts by itself where autostart is off', function()
  require('diple').setup { autostart = false }
  helper.edit(text)
  vim.wait(300)
  equal(client.client(), nil)
  vim.cmd('Diple start')
  wait_drawn()
end)

test('a text of another type is annotated where that is asked for', function()
  helper.edit(text, 'rst')
  vim.cmd('Diple start')
  wait_drawn()
end)

test('a plugin that is loaded late annotates what is open', function()
  helper.edit(text)
  require('diple').setup()
  vim.g.loaded_diple = nil
  vim.cmd('runtime plugin/diple.lua')
  wait_drawn()
  require('diple').setup { autostart = false }
end)

if vim.lsp.enable then
  test('vim.lsp.enable starts it as well, and the plugin then shares the client', function()
    local stopped = false
    client.stop(function() stopped = true end)
    helper.wait_for('the end of the daemon', function() return stopped end)
    vim.lsp.enable('diple')
    helper.edit(text)
    wait_drawn()
    equal(#vim.lsp.get_clients { name = 'diple' }, 1)
    vim.cmd('Diple start')
    helper.open('The crowd greeted Peter Holm.')
    equal(#vim.lsp.get_clients { name = 'diple' }, 1)
  end)
end

helper.finish()
