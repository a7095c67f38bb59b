-- The labels behind the words, and what is shown at all.
local helper = require('helper')
local test, equal = helper.test, helper.equal
local diple = require('diple')

local text = '“The bridge stays open,” Ana Ruiz said. The crowd greeted Ana Ruiz again.'

test('who speaks stands behind the quote', function()
  diple.setup()
  helper.check(
    text,
    '<quote:“The bridge stays open,”>{→ Ana Ruiz} <person:Ana Ruiz> said. The crowd greeted <person:Ana Ruiz> again.'
  )
end)

test('a thing is labelled where it is first named', function()
  diple.setup { labels = { quotes = false, entities = true } }
  helper.check(
    text,
    '<quote:“The bridge stays open,”> <person:Ana Ruiz>{person} said. The crowd greeted <person:Ana Ruiz> again.'
  )
end)

test('labels, and kinds, can be hidden and shown', function()
  diple.setup()
  local buf = helper.open(text)
  local all = helper.drawn()
  local function toggled(what, expected)
    vim.cmd('Diple toggle ' .. what)
    equal(helper.drawn(), expected)
    vim.cmd('Diple toggle ' .. what)
    equal(helper.drawn(), all)
  end
  toggled('labels', '<quote:“The bridge stays open,”> <person:Ana Ruiz> said. The crowd greeted <person:Ana Ruiz> again.')
  toggled('quotes', '“The bridge stays open,” <person:Ana Ruiz> said. The crowd greeted <person:Ana Ruiz> again.')
  toggled('entities', '<quote:“The bridge stays open,”>{→ Ana Ruiz} Ana Ruiz said. The crowd greeted Ana Ruiz again.')
  toggled('', text)
  equal(vim.api.nvim_buf_get_lines(buf, 0, -1, false), { text })
end)

test('what is hidden stays hidden in texts that are opened later, and after edits', function()
  diple.setup { show = { quotes = false, labels = false } }
  helper.check('“The bridge stays open,” Ana Ruiz said.', '“The bridge stays open,” <person:Ana Ruiz> said.')
  helper.type('AIt rained.<Esc>')
  helper.settle()
  equal(helper.drawn(), '“The bridge stays open,” <person:Ana Ruiz> said.It rained.')
end)

test('the place of a label', function()
  diple.setup()
  helper.open(text)
  local namespace = vim.api.nvim_get_namespaces().diple
  local places = {}
  for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, { details = true })) do
    if mark[4].virt_text then table.insert(places, mark[4].virt_text_pos) end
  end
  equal(places, { vim.fn.has('nvim-0.10') == 1 and 'inline' or 'eol' })
end)

-- The wording of labels, as pure functions of findings.
local wording = require('diple.wording')
local things = { E1 = { name = 'Ana Ruiz' }, E2 = { name = 'Bartholomew Greenwood' }, E3 = { name = 'Committee of the Harbor' } }
local findings = { things = things }

local function label(annotation, expected)
  local found = wording.label(findings, annotation)
  equal(found, expected)
  assert(not found or vim.fn.strchars(found) <= 12)
end

test('labels have at most twelve characters', function()
  local function quote(cluster) return { kind = 'quote', speaker = { text = 'she', entity = cluster } } end
  label(quote('E1'), '→ Ana Ruiz')
  label(quote('E2'), '→ Greenwood')
  label(quote('E3'), '→ Harbor')
  label({ kind = 'quote', speaker = { text = 'the harbor master of\nthe town' } }, '→ harbor ma…')
  label({ kind = 'quote', speaker = { text = 'ÄÖÜßäöü😀ÄÖÜßäöü' } }, '→ ÄÖÜßäöü😀Ä…')
  label({ kind = 'quote', speaker = { text = 'the minister' } }, '→ minister')
  label({ kind = 'quote' }, nil)
end)

test('dates are told where the words do not tell them', function()
  label({ kind = 'date', text = 'Monday', value = '2024-05-06' }, '2024-05-06')
  label({ kind = 'date', text = '2024-05-06', value = '2024-05-06' }, nil)
  label({ kind = 'date', text = 'Monday noon', value = '2024-05-06T12:00' }, '05-06 12:00')
  label({ kind = 'date', text = '6 May 2024', value = '2024-05-06' }, nil)
  label({ kind = 'date', text = 'in May', value = '2024-05' }, '2024-05')
  label({ kind = 'date', text = 'now', value = 'PRESENT_REF' }, nil)
  label({ kind = 'date', text = 'two days', value = 'P2D' }, nil)
  label({ kind = 'date', text = 'some day' }, nil)
end)

test('sides, and types', function()
  label({ kind = 'stance', polarity = 'oppose' }, '▼')
  label({ kind = 'stance', polarity = 'support' }, '▲')
  label({ kind = 'entity', type = 'organization' }, 'org')
end)

helper.finish()
