-- The marks cover exactly the right words.
local helper = require('helper')
local test, check, equal = helper.test, helper.check, helper.equal

require('diple').setup { labels = { quotes = false, dates = false, stance = false } }

test('a name', function() check('The crowd greeted Ana Ruiz in silence.', 'The crowd greeted <person:Ana Ruiz> in silence.') end)

test('a quote, and the name beside it', function()
  check('“The bridge stays open,” Ana Ruiz said.', '<quote:“The bridge stays open,”> <person:Ana Ruiz> said.')
end)

test('words behind emoji, accents and combining marks', function()
  check(
    '😀👩‍👩‍👧 Zoe\u{301} ünd 🏗️: the crowd greeted Ana Ruiz 😀 in silence.',
    '😀👩‍👩‍👧 Zoe\u{301} ünd 🏗️: the crowd greeted <person:Ana Ruiz> 😀 in silence.'
  )
  check('😀 “The bridge 🏗️ stays,” Ana Ruiz said.', '😀 <quote:“The bridge 🏗️ stays,”> <person:Ana Ruiz> said.')
end)

test('a quote that goes over the line ends of hard-wrapped text', function()
  check(
    'It rained when she spoke. “The bridge stays open for all who\nneed it,” Ana Ruiz said.',
    'It rained when she spoke. <quote:“The bridge stays open for all who\nneed it,”> <person:Ana Ruiz> said.'
  )
end)

test('both pieces of a quote that the cue parts', function()
  check(
    '“The bridge stays open,” Ana Ruiz said, “and the ferry too.”',
    '<quote:“The bridge stays open,”> <person:Ana Ruiz> said, <quote:“and the ferry too.”>'
  )
end)

test('a date', function() check('The bridge opened on 4 March 2021.', 'The bridge opened on <date:4 March 2021>.') end)

test('lines that end as on Windows, and as on an old Mac', function()
  for format, ending in pairs { dos = '\r\n', mac = '\r' } do
    local path = helper.path(format .. '.txt')
    local file = assert(io.open(path, 'wb'))
    file:write(table.concat({ 'It rained.', '', 'The crowd greeted Ana Ruiz.', '' }, ending))
    file:close()
    vim.cmd(('silent edit ++fileformat=%s %s'):format(format, path))
    helper.settle()
    equal(vim.bo.fileformat, format)
    equal(helper.drawn(), 'It rained.\n\nThe crowd greeted <person:Ana Ruiz>.')
    vim.api.nvim_buf_set_lines(0, 1, 1, false, { '', 'The mayor met Peter Holm.' })
    helper.settle()
    equal(helper.drawn(), 'It rained.\n\nThe mayor met <person:Peter Holm>.\n\nThe crowd greeted <person:Ana Ruiz>.')
  end
end)

test('an empty text, and one without findings', function()
  check('', '')
  check('It rained all night.', 'It rained all night.')
end)

test('marks move with the words while the daemon thinks', function()
  helper.open('The crowd greeted Ana Ruiz.')
  vim.api.nvim_buf_set_text(0, 0, 0, 0, 0, { 'Look, 😀', '' })
  equal(helper.drawn(), 'Look, 😀\nThe crowd greeted <person:Ana Ruiz>.')
  helper.settle()
  equal(helper.drawn(), 'Look, 😀\nThe crowd greeted <person:Ana Ruiz>.')
end)

test('what is typed is annotated, what is deleted is forgotten', function()
  helper.open('The crowd greeted Ana Ruiz.')
  helper.type('A The mayor of the town met Peter Holm.<Esc>')
  helper.settle()
  equal(helper.drawn(), 'The crowd greeted <person:Ana Ruiz>. The mayor of the town met <person:Peter Holm>.')
  helper.type('0d/The mayor<CR>')
  helper.settle()
  equal(helper.drawn(), 'The mayor of the town met <person:Peter Holm>.')
  helper.type('u')
  helper.settle()
  equal(helper.drawn(), 'The crowd greeted <person:Ana Ruiz>. The mayor of the town met <person:Peter Holm>.')
end)

test('many edits at once end where one would', function()
  helper.open('The crowd greeted Ana Ruiz.')
  for number = 1, 30 do
    vim.api.nvim_buf_set_lines(0, 0, 0, false, { ('Line %d 😀 of the poem.'):format(number) })
  end
  vim.api.nvim_buf_set_lines(0, 3, 30, false, {})
  helper.settle()
  equal(
    helper.drawn(),
    'Line 30 😀 of the poem.\nLine 29 😀 of the poem.\nLine 28 😀 of the poem.\nThe crowd greeted <person:Ana Ruiz>.'
  )
end)

test('a publication of an older text is moved by what was typed since', function()
  local buf = helper.open('The crowd greeted Ana Ruiz.')
  local release = helper.hold()
  vim.api.nvim_buf_set_text(buf, 0, 0, 0, 0, { 'Peter Holm smiled. ' })
  helper.wait_for('a publication', function() return helper.held() > 0 end)
  vim.api.nvim_buf_set_text(buf, 0, 0, 0, 0, { '😀 ' })
  vim.api.nvim_buf_set_lines(buf, 0, 0, true, { 'It rained.' })
  helper.wait_for('another', function() return helper.held() > 1 end)
  -- The second publication says nothing of the name that the first one brought.
  release()
  equal(helper.drawn(), 'It rained.\n😀 <person:Peter Holm> smiled. The crowd greeted <person:Ana Ruiz>.')
end)

test('a formatter that writes all lines anew moves nothing', function()
  local buf = helper.open('The crowd greeted Ana Ruiz.\n\nIt rained.\n\nPeter Holm smiled.')
  vim.api.nvim_buf_set_lines(buf, 0, -1, true, { 'The big crowd greeted Ana Ruiz.', '', 'It rained.', '', 'Peter Holm smiled.' })
  helper.settle()
  equal(helper.drawn(), 'The big crowd greeted <person:Ana Ruiz>.\n\nIt rained.\n\n<person:Peter Holm> smiled.')
end)

test('text that is typed at the edges of a name is not the name', function()
  local buf = helper.open('The crowd greeted Ana Ruiz.')
  vim.api.nvim_buf_set_text(buf, 0, 18, 0, 18, { '— ' })
  vim.api.nvim_buf_set_text(buf, 0, #'The crowd greeted — Ana Ruiz', 0, #'The crowd greeted — Ana Ruiz', { ' —' })
  equal(helper.drawn(), 'The crowd greeted — <person:Ana Ruiz> —.')
  helper.settle()
  equal(helper.drawn(), 'The crowd greeted — <person:Ana Ruiz> —.')
end)

test('a name that is known better renames the label of a quote', function()
  require('diple').setup { labels = { dates = false, stance = false } }
  local buf = helper.open('“The bridge stays open,” Ruiz said.\n\nIt rained.')
  vim.api.nvim_buf_set_lines(buf, 2, 3, true, { 'The crowd greeted Mayor Ana Ruiz.' })
  helper.settle()
  helper.equal(
    vim.split(helper.drawn(), '\n')[1],
    '<quote:“The bridge stays open,”>{→ Ana Ruiz} <person:Ruiz> said.'
  )
  require('diple').setup { labels = { quotes = false, dates = false, stance = false } }
end)

test('ranges beyond the text do no harm', function()
  local buf = helper.open('It rained.')
  local function range(line, character)
    return { start = { line = 0, character = 0 }, ['end'] = { line = line, character = character } }
  end
  local function publish(line, character)
    require('diple.render').publish({
      uri = vim.uri_from_bufnr(buf),
      version = vim.lsp.util.buf_versions[buf],
      annotations = { { id = 'entity-1', kind = 'entity', type = 'person', text = '', range = range(line, character) } },
    }, 'utf-8')
  end
  publish(7, 0)
  equal(helper.drawn(), 'It rained.')
  publish(0, 700)
  equal(helper.drawn(), '<person:It rained.>')
end)

test('kinds of other modules are shown too', function()
  local buf = helper.open('It rained.')
  require('diple.render').publish({
    uri = vim.uri_from_bufnr(buf),
    version = vim.lsp.util.buf_versions[buf],
    annotations = {
      { id = 'weather-1', kind = 'weather', text = 'rained',
        range = { start = { line = 0, character = 3 }, ['end'] = { line = 0, character = 9 } } },
    },
  }, 'utf-8')
  equal(helper.drawn(), 'It <other:rained>.')
end)

helper.finish()
