-- The daemon's life: not there, wrong, killed, broken, stopped, started again.
local helper = require('helper')
local test, equal = helper.test, helper.equal
local diple, client = require('diple'), require('diple.client')

local real = vim.env.DIPLE_PATH
local text = 'The crowd greeted Ana Ruiz.'
local drawn = 'The crowd greeted <person:Ana Ruiz>.'

--- Stops the daemon, and waits for its end.
local function stop()
  local stopped = false
  client.stop(function() stopped = true end)
  helper.wait_for('the end of the daemon', function() return stopped end)
end

--- Waits until the text is drawn.
local function wait_drawn()
  helper.wait_for('the text is drawn', function() return helper.drawn() == drawn end)
end

test('no daemon: it is said once, with what to do', function()
  vim.env.DIPLE_PATH = nil
  local path = vim.env.PATH
  vim.env.PATH = helper.path('nowhere')
  helper.edit(text)
  helper.wait_told('the program `diple` is not in PATH. Build it')
  assert(helper.was_told('$DIPLE_PATH') and helper.was_told(':help diple-daemon'))
  local before = #helper.messages
  helper.edit(text)
  vim.wait(100)
  equal(#helper.messages, before)
  vim.cmd('Diple')
  helper.wait_told('the daemon does not run')
  vim.env.PATH = path
end)

test('a path that leads nowhere is named', function()
  vim.env.DIPLE_PATH = '/nowhere/diple'
  vim.cmd('Diple start')
  helper.wait_told('$DIPLE_PATH says /nowhere/diple, which is no program.')
  diple.setup { path = '~/nowhere/diple' }
  vim.cmd('Diple start')
  helper.wait_told('the setting `path` says ' .. vim.fn.fnamemodify('~/nowhere/diple', ':p'))
  diple.setup()
end)

test('once it is there, :Diple start annotates what is open', function()
  vim.env.DIPLE_PATH = real
  vim.cmd('Diple start')
  wait_drawn()
  equal(helper.messages, {})
end)

test('the setting comes before the environment', function()
  vim.env.DIPLE_PATH = '/nowhere/diple'
  diple.setup { path = real }
  local found, from = client.find()
  equal({ found, from }, { vim.fn.exepath(real), 'the setting `path`' })
  diple.setup()
end)

test(':Diple stop takes the marks away and stays off', function()
  vim.env.DIPLE_PATH = real
  stop()
  equal(helper.drawn(), text)
  helper.edit(text)
  vim.wait(300)
  equal(client.client(), nil)
  equal(helper.messages, {})
  vim.cmd('Diple start')
  wait_drawn()
end)

test(':Diple restart', function()
  local before = client.id
  vim.cmd('Diple restart')
  -- A text that is opened while the old daemon still ends is not forgotten.
  helper.open('The crowd greeted Peter Holm.')
  helper.wait_for('another client', function() return client.id and client.id ~= before end)
  equal(helper.drawn(), 'The crowd greeted <person:Peter Holm>.')
  vim.cmd('buffer #')
  wait_drawn()
end)

test('a daemon that is killed is told of and started again, with all texts', function()
  stop()
  local pid_file = helper.path('pid')
  helper.be_daemon(('echo $$ >%s\nexec %s "$@"'):format(pid_file, real))
  vim.cmd('Diple start')
  wait_drawn()
  local first = vim.api.nvim_get_current_buf()
  helper.open('The crowd greeted Peter Holm.')
  local before = client.id
  vim.loop.kill(tonumber(vim.fn.readfile(pid_file)[1]), 'sigkill')
  helper.wait_told('the daemon has ended unasked (signal 9); it is started again.')
  helper.wait_for('another client', function() return client.id and client.id ~= before end)
  helper.wait_for('the text is drawn', function() return helper.drawn() == 'The crowd greeted <person:Peter Holm>.' end)
  vim.cmd('buffer ' .. first)
  wait_drawn()
end)

test('a daemon that always ends is left alone after a while', function()
  stop()
  helper.be_daemon('exit 3')
  vim.cmd('Diple start')
  helper.wait_told('the daemon has ended 4 times within three minutes (exit code 3) and stays off. :Diple restart')
  equal(client.client(), nil)
end)

test('and tried again when asked', function()
  vim.env.DIPLE_PATH = real
  vim.cmd('Diple restart')
  wait_drawn()
end)

test('a daemon that hangs is ended by force', function()
  stop()
  helper.be_daemon('exec sleep 600')
  vim.cmd('Diple start')
  vim.wait(200)
  vim.env.DIPLE_PATH = real
  vim.cmd('Diple restart')
  wait_drawn()
end)

helper.finish()
