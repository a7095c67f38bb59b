-- `:Diple`, settings, hover, health.
local helper = require('helper')
local test, equal = helper.test, helper.equal
local diple = require('diple')

local function complete(line) return vim.fn.getcompletion(line, 'cmdline') end

test('subcommands are completed, then their words', function()
  equal(complete('Diple '), {
    'next', 'outline', 'people', 'previous', 'restart', 'stances', 'start', 'status', 'stop', 'timeline', 'toggle',
  })
  equal(complete('Diple ou'), { 'outline' })
  equal(complete('Diple toggle '), { 'quotes', 'entities', 'dates', 'stance', 'labels' })
  equal(complete('Diple toggle q'), { 'quotes' })
  equal(complete('Diple next st'), { 'stance' })
  equal(complete('Diple outline '), {})
end)

test('what is wrong is told', function()
  vim.cmd('Diple fly')
  helper.wait_told('there is no :Diple fly; there are next, outline')
  vim.cmd('Diple toggle wings')
  helper.wait_told('wings cannot be toggled')
  vim.cmd('Diple outline now')
  helper.wait_told(':Diple outline takes nothing')
  vim.cmd('Diple next wing')
  helper.wait_told('there is no kind wing')
end)

test('a command may follow', function()
  vim.cmd('Diple toggle labels | let g:followed = 1')
  equal(vim.g.followed, 1)
  equal(require('diple.config').settings.show.labels, false)
  vim.cmd('Diple toggle labels')
end)

test('wrong settings are told and change nothing', function()
  local before = vim.deepcopy(require('diple.config').settings)
  diple.setup { paht = '/usr/bin/diple', show = { quotes = 'yes' }, panel = 7 }
  helper.wait_told('`panel` must be a table; `show.quotes` must be a boolean; there is no setting `paht`.')
  diple.setup { date = 'yesterday', panel = { position = 'above' } }
  helper.wait_told('`date` must be written YYYY-MM-DD; `panel.position` must be left, right or bottom.')
  equal(require('diple.config').settings, before)
end)

test('the state of things', function()
  helper.open('The crowd greeted Ana Ruiz. Peter Holm smiled.')
  vim.cmd('Diple')
  helper.wait_told('the daemon runs: ' .. vim.env.DIPLE_PATH)
  assert(helper.was_told('this text: 0 quotes, 2 entities, 0 dates, 0 stances'), vim.inspect(helper.messages))
  assert(helper.was_told('it does not say when it was written'))
end)

test('the day of writing can be set, and is told to a daemon that runs', function()
  helper.open('The crowd greeted Ana Ruiz.')
  diple.setup { date = '2024-05-02' }
  vim.cmd('Diple status')
  helper.wait_told('written 2024-05-02 (option)')
  diple.setup()
  vim.cmd('Diple status')
  helper.wait_told('it does not say when it was written')
end)

test('from one annotation to the next, and back', function()
  helper.open('😀 The crowd greeted Ana Ruiz.\n\nPeter Holm smiled.')
  local first, second = { 1, #'😀 The crowd greeted ' }, { 3, 0 }
  vim.cmd('Diple next')
  equal(vim.api.nvim_win_get_cursor(0), first)
  vim.cmd('Diple next entity')
  equal(vim.api.nvim_win_get_cursor(0), second)
  vim.cmd('Diple next')
  helper.wait_told('no further annotation')
  vim.cmd('Diple previous')
  equal(vim.api.nvim_win_get_cursor(0), first)
  vim.cmd('Diple previous quote')
  helper.wait_told('no earlier quote')
end)

test('hover tells what is found at the cursor, and K is mapped to it', function()
  helper.open('😀 The crowd greeted Ana Ruiz.')
  vim.fn.search('Ana')
  vim.lsp.buf.hover()
  local function hover()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
      end
    end
  end
  helper.wait_for('a hover window', hover)
  assert(hover():find('Person', 1, true), hover())
  assert(hover():find('Ana Ruiz', 1, true), hover())
  assert(hover():find('confidence', 1, true), hover())
  assert(vim.fn.maparg('K', 'n') ~= '')
  vim.cmd('silent! only')
end)

test('windows of Markdown that are no files are left alone', function()
  helper.open('The crowd greeted Ana Ruiz.')
  local buf = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_lines(buf, 0, -1, false, { 'The crowd greeted Ana Ruiz.' })
  vim.api.nvim_buf_set_option(buf, 'filetype', 'markdown')
  vim.wait(300)
  equal(vim.lsp.buf_is_attached(buf, require('diple.client').id), false)
end)

test('Markdown is annotated, code is not', function()
  helper.open('# What happened\n\nThe crowd greeted *Ana Ruiz*.', 'md')
  equal(helper.drawn(), '# What happened\n\nThe crowd greeted *<person:Ana Ruiz>*.')
  local code = helper.edit('-- Ana Ruiz', 'lua')
  equal(vim.lsp.buf_is_attached(code, require('diple.client').id), false)
end)

test('one daemon serves all texts', function()
  local first = helper.open('The crowd greeted Ana Ruiz.')
  local id = require('diple.client').id
  local second = helper.open('The crowd greeted Peter Holm.')
  equal(require('diple.client').id, id)
  equal(vim.lsp.buf_is_attached(first, id) and vim.lsp.buf_is_attached(second, id), true)
end)

test('a text that is closed is forgotten, one that is read again is not', function()
  local buf = helper.open('The crowd greeted Ana Ruiz.')
  vim.cmd('edit!')
  helper.settle()
  equal(helper.drawn(), 'The crowd greeted <person:Ana Ruiz>.')
  vim.cmd('bwipeout!')
  equal(require('diple.findings').of(buf), nil)
end)

test(':checkhealth', function()
  helper.open('The crowd greeted Ana Ruiz.')
  vim.cmd('silent checkhealth diple')
  local report = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  assert(report:find('daemon %d+%.%d+%.%d+, found through %$DIPLE_PATH'), report)
  assert(report:find('running; columns count utf-', 1, true), report)
  vim.cmd('silent! bwipeout!')
end)

test('highlight groups are links that a colour scheme may replace', function()
  vim.cmd('highlight DipleQuote guifg=#123456')
  require('diple.highlights').define()
  equal(vim.api.nvim_get_hl_by_name('DipleQuote', true).foreground, 0x123456)
  vim.cmd('silent! colorscheme morning')
  assert(vim.api.nvim_exec('highlight DipleEntityPerson', true):find('links to Identifier', 1, true))
end)

helper.finish()
