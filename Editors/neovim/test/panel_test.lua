-- The views beside the text.
local helper = require('helper')
local test, equal = helper.test, helper.equal

local function lines() return vim.api.nvim_buf_get_lines(0, 0, -1, false) end

--- The panel's lines but for the title, as a person reads them: without empty lines and runs of blanks.
local function read()
  local read_lines = {}
  for row, line in ipairs(lines()) do
    if row > 1 and line ~= '' then table.insert(read_lines, (vim.trim(line):gsub('%s+', ' '))) end
  end
  return read_lines
end

local function close()
  if vim.bo.filetype == 'diple' then helper.type('q') end
end

local text = table.concat({
  'The ferry runs 😀 no more.',
  '',
  '😀 “The bridge stays open,” Ana Ruiz said.',
  '',
  '“The tunnel will wait,” Peter Holm said.',
  '',
  '“The ferry will return,” Ana Ruiz said.',
}, '\n')

test('quotes stand under their speakers', function()
  local source = helper.open(text)
  vim.cmd('Diple outline')
  equal(vim.bo.filetype, 'diple')
  equal(vim.bo.modifiable, false)
  equal(lines()[1], 'Quotes by speaker  ' .. vim.fn.fnamemodify(vim.api.nvim_buf_get_name(source), ':t'))
  equal(read(), {
    'Ana Ruiz',
    '3 “The bridge stays open,”',
    '7 “The ferry will return,”',
    'Peter Holm',
    '5 “The tunnel will wait,”',
  })
  close()
end)

test('a quote in pieces stands without the words that part it', function()
  helper.open('“The bridge stays,” Ana Ruiz said, “and the ferry.”')
  vim.cmd('Diple outline')
  equal(read(), { 'Ana Ruiz', '1 “The bridge stays,” … “and the ferry.”' })
  close()
end)

test('Enter goes to the words, also behind emoji, and CTRL-O comes back', function()
  local source = helper.open(text)
  vim.cmd('Diple outline')
  vim.fn.search('The bridge')
  helper.type('<CR>')
  equal(vim.api.nvim_get_current_buf(), source)
  equal(vim.api.nvim_win_get_cursor(0), { 3, #'😀 ' })
  helper.type('<C-o>')
  equal(vim.api.nvim_win_get_cursor(0)[1], 1)
  vim.cmd('Diple outline')
  vim.fn.search('Peter Holm')
  helper.type('<CR>')
  equal(vim.api.nvim_win_get_cursor(0), { 5, 0 })
  vim.cmd('Diple outline')
  close()
end)

test('the panel follows edits, and its places move with the text', function()
  local source = helper.open(text)
  vim.cmd('Diple outline')
  vim.api.nvim_buf_set_lines(source, 0, 0, false, { 'New words.', '' })
  -- Before the daemon has answered, the mark has moved already.
  vim.fn.search('The tunnel')
  helper.type('<CR>')
  equal(vim.api.nvim_win_get_cursor(0), { 7, 0 })
  helper.settle(source)
  vim.api.nvim_buf_set_lines(source, 6, 7, false, { 'It rained.' })
  helper.settle(source)
  vim.cmd('Diple outline')
  equal(read(), { 'Ana Ruiz', '5 “The bridge stays open,”', '9 “The ferry will return,”' })
  close()
end)

test('a text whose window was closed gets a new one', function()
  local source = helper.open(text)
  vim.o.hidden = true
  vim.cmd('Diple outline')
  local panel = vim.api.nvim_get_current_win()
  vim.cmd('wincmd p | enew')
  vim.api.nvim_set_current_win(panel)
  vim.fn.search('The tunnel')
  helper.type('<CR>')
  equal(vim.api.nvim_get_current_buf(), source)
  vim.cmd('only')
end)

test('a text that is closed, and a daemon that is stopped, empty the panel', function()
  local source = helper.open(text)
  vim.cmd('Diple outline')
  vim.cmd('Diple stop')
  helper.wait_for('an empty panel', function() return lines()[1] == 'Nothing is known of this text.' end)
  helper.type('<CR>')
  vim.cmd('Diple start')
  helper.settle(source)
  equal(read()[1], 'Ana Ruiz')
  vim.cmd('bwipeout! ' .. source)
  helper.type('<CR>')
  equal(lines()[1], 'Nothing is known of this text.')
  vim.cmd('Diple people')
  equal(lines()[1], 'Nothing is known of this text.')
  -- It is the last window now.
  close()
  assert(vim.bo.filetype ~= 'diple')
end)

test('people, with roles, mentions and quotes', function()
  helper.open('Peter Holm, head of the Harbor Authority, was late. “The tunnel will wait,” Peter Holm said.')
  vim.cmd('Diple people')
  equal(read(), { 'Peter Holm, head of the Harbor Authority', '1 2 mentions, 1 quote' })
  close()
end)

test('dates in the order of the calendar', function()
  helper.open('The bridge opened on 4 March 2021.\n\nIt was begun in 1998.\n\nIt closed for three days.')
  vim.cmd('Diple timeline')
  equal(read(), { '3 1998 1998', '1 2021-03-04 4 March 2021', 'not in the calendar', '5 P3D three days' })
  close()
end)

test('sides, by who takes them', function()
  helper.open('Ana Ruiz opposes the tunnel.\n\nPeter Holm supports the tunnel.')
  vim.cmd('Diple stances')
  equal(read(), { 'Ana Ruiz', '1 against the tunnel opposes', 'Peter Holm', '3 for the tunnel supports' })
  close()
end)

test('nothing found', function()
  helper.open('It rained.')
  for view, words in pairs {
    outline = 'Nobody is quoted.', people = 'Nobody is named.', timeline = 'No date is named.',
    stances = 'Nobody takes a side.',
  } do
    vim.cmd('Diple ' .. view)
    equal(read(), { words })
  end
  equal(#vim.api.nvim_tabpage_list_wins(0), 2)
  helper.type('q')
  equal(#vim.api.nvim_tabpage_list_wins(0), 1)
end)

test('quotes without a speaker stand last', function()
  local findings = { things = { E1 = { name = 'Ana Ruiz', role = 'mayor' } } }
  local she = { text = 'she', entity = 'E1' }
  findings.annotations = {
    { id = 'quote-1', kind = 'quote', form = 'direct', text = '“No.”' },
    { id = 'quote-2', kind = 'quote', form = 'direct', text = '“Yes.”', speaker = she },
    { id = 'quote-3', kind = 'quote', form = 'scare', text = '“talks”', speaker = she },
  }
  local read_groups = {}
  for _, group in ipairs(require('diple.views').make('outline', findings).groups) do
    table.insert(read_groups, { group.title, group.detail or '', #group.items, group.items[1].text })
  end
  equal(read_groups, { { 'Ana Ruiz', 'mayor', 1, '“Yes.”' }, { 'no speaker named', '', 1, '“No.”' } })
end)

test('the order of values that are not plain days', function()
  local findings = { things = {}, annotations = {} }
  for number, value in ipairs { '2024-W20', '2024-05-02', '2024-SU', '2024', '199X', 'FUTURE_REF', '2024-Q4', '2024-05-02T15:00' } do
    table.insert(findings.annotations, { id = 'date-' .. number, kind = 'date', type = 'DATE', value = value, text = value })
  end
  local order = {}
  for _, group in ipairs(require('diple.views').make('timeline', findings).groups) do
    for _, item in ipairs(group.items) do
      table.insert(order, item.text)
    end
  end
  equal(order, { '199X', '2024', '2024-05-02', '2024-05-02 15:00', '2024-W20', '2024-SU', '2024-Q4', 'future' })
end)

helper.finish()
