-- Writing a module: completion, hover and definition in its files, and the colours of its kinds.
local helper = require('helper')
local test, equal = helper.test, helper.equal
local client = require('diple.client')

local folder = helper.path('work/.diple/plugins/harbour')
vim.fn.mkdir(folder .. '/rules', 'p')

local function write(path, ...) vim.fn.writefile({ ... }, folder .. '/' .. path) end

write('diple-plugin.json',
  '{"id": "harbour", "version": "1.0.0", "api": 1,',
  ' "kinds": {"sea-boast": {"label": "Boast", "color": "#b58900", "attributes": {"size": ["small", "large"]}}},',
  ' "scope": "paragraph", "entry": {"rules": ["rules/*.yml"]}}')
write('rules/boasts.yml', 'rules:', '  - id: huge', "    pattern: '[lemma=\"be\"] huge'", '')
write('notes.yml', 'gulls: some')

--- What is answered for the cursor.
local function ask(method)
  local params = vim.lsp.util.make_position_params(0, client.client().offset_encoding)
  local answers
  vim.lsp.buf_request_all(0, method, params, function(all) answers = all end)
  helper.wait_for('an answer to ' .. method, function() return answers end)
  for _, answer in pairs(answers) do
    return answer.result
  end
end

local function labels(answer)
  local found = {}
  for _, item in ipairs(answer.items) do
    found[item.label] = item
  end
  return found
end

require('diple').setup { plugins = { folder } }

test('other YAML and JSON is left alone', function()
  vim.cmd('silent edit ' .. folder .. '/notes.yml')
  vim.wait(300)
  equal(client.client(), nil)
end)

test('a rule file is served while it is written', function()
  vim.cmd('silent edit ' .. folder .. '/rules/boasts.yml')
  helper.wait_for('the daemon', function()
    return client.client() and (client.client().server_capabilities or {}).completionProvider
  end)
  vim.api.nvim_buf_set_lines(0, 3, 4, false, { '    ki' })
  vim.api.nvim_win_set_cursor(0, { 4, 6 })
  local items = labels(ask('textDocument/completion'))
  equal(items.kind.textEdit.newText, 'kind: ')
  equal(items.pattern, nil)
end)

test('what is chosen is written where it belongs', function()
  vim.api.nvim_buf_set_lines(0, 3, 4, false, { '    set: { si }' })
  vim.api.nvim_win_set_cursor(0, { 4, 13 })
  local item = labels(ask('textDocument/completion')).size
  vim.lsp.util.apply_text_edits({ item.textEdit }, vim.api.nvim_get_current_buf(), client.client().offset_encoding)
  equal(vim.api.nvim_buf_get_lines(0, 3, 4, false)[1], '    set: { size:  }')
end)

test('a hover on a rule tells its matches in the open texts', function()
  local rules = vim.api.nvim_get_current_buf()
  vim.api.nvim_buf_set_lines(0, 3, 4, false, { '    set: { size: large }' })
  helper.open('The ferry is huge.')
  vim.cmd('buffer ' .. rules)
  vim.api.nvim_win_set_cursor(0, { 2, 9 })
  local told = ask('textDocument/hover').contents.value
  equal(told:match('1 match in 1 open text:'), '1 match in 1 open text:')
  equal(told:match('is huge'), 'is huge')
  vim.bo.modified = false
end)

test('an attribute leads to the manifest', function()
  vim.api.nvim_win_set_cursor(0, { 4, 12 })
  local answer = ask('textDocument/definition')
  local place = answer.uri and answer or answer[1]
  equal((place.uri or place.targetUri):match('[^/]*$'), 'diple-plugin.json')
end)

test('the kind of a module has the colour of its manifest', function()
  helper.open('The ferry is huge.')
  helper.wait_for('the colour', function() return helper.drawn() == 'The ferry <DipleKindSeaBoast:is huge>.' end)
  local style = vim.api.nvim_get_hl_by_name('DipleKindSeaBoast', true)
  equal(style.foreground, 0xb58900)
end)

test('a colour scheme may choose another', function()
  vim.api.nvim_set_hl(0, 'DipleKindSeaBoast', { fg = '#112233' })
  require('diple.highlights').define()
  equal(vim.api.nvim_get_hl_by_name('DipleKindSeaBoast', true).foreground, 0x112233)
end)

if vim.lsp.enable then
  test('vim.lsp.enable serves the files of modules, and no others', function()
    local stopped = false
    client.stop(function() stopped = true end)
    helper.wait_for('the end of the daemon', function() return stopped end)
    require('diple').setup { autostart = false }
    vim.lsp.enable('diple')
    vim.cmd('silent edit! ' .. folder .. '/notes.yml')
    vim.wait(300)
    equal(#vim.lsp.get_clients { name = 'diple' }, 0)
    vim.cmd('silent edit! ' .. folder .. '/diple-plugin.json')
    helper.wait_for('the daemon', function() return #vim.lsp.get_clients { name = 'diple', bufnr = 0 } == 1 end)
  end)
end

helper.finish()
