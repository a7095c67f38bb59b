-- Whatever is edited, and however late the daemon is: in the end the marks are those of a text that was just opened.
local helper = require('helper')
local test, equal = helper.test, helper.equal
local render, client, compat = require('diple.render'), require('diple.client'), require('diple.compat')
local findings = require('diple.findings')

local chance
local function pick(list) return list[chance(#list)] end

local paragraphs = {
  'The crowd greeted Mayor Ana Ruiz 😀 in Kostel on 4 March 2021. “We 🚧 stay,” Ruiz said, “and the ferry stays too.”',
  'The union of dockers opposes the plan, Peter Holm told reporters a week later. It meets on Monday.',
  '“The bridge stays open for all who need it, whatever the weather and whatever',
  'the hour 👩‍👩‍👧,” said Zoe\u{301} Keller. Critics condemned the “historic” delay.',
  'It rained all night.',
  '',
}
local snippets = { '“', '”', 'x', ' ', 'Mr Holm ', '😀', 'e\u{301}', ' said Ana Ruiz. ', '2021', 'They oppose it. ' }

--- Two places in the buffer, the first before the second: row and byte column between code points.
local function places()
  local function place()
    local row = chance(vim.api.nvim_buf_line_count(0)) - 1
    local line = vim.api.nvim_buf_get_lines(0, row, row + 1, true)[1]
    return { row, vim.fn.byteidxcomp(line, chance(0, vim.fn.strchars(line))) }
  end
  local one, other = place(), place()
  if one[1] > other[1] or one[1] == other[1] and one[2] > other[2] then return other, one end
  return one, other
end

local function at_random_line() vim.api.nvim_win_set_cursor(0, { chance(vim.api.nvim_buf_line_count(0)), 0 }) end

local edits = {
  insert = function()
    local at = places()
    vim.api.nvim_buf_set_text(0, at[1], at[2], at[1], at[2], vim.split(pick(snippets), '\n'))
  end,
  paragraph = function()
    local at = places()
    vim.api.nvim_buf_set_text(0, at[1], at[2], at[1], at[2], { '', pick(paragraphs), '' })
  end,
  replace = function()
    local from, to = places()
    if to[1] - from[1] > 2 then to = { from[1], #vim.api.nvim_buf_get_lines(0, from[1], from[1] + 1, true)[1] } end
    vim.api.nvim_buf_set_text(0, from[1], from[2], to[1], to[2], { pick(snippets) })
  end,
  lines = function()
    local row = chance(vim.api.nvim_buf_line_count(0)) - 1
    vim.api.nvim_buf_set_lines(0, row, math.min(row + chance(0, 2), vim.api.nvim_buf_line_count(0)), false, { pick(paragraphs) })
  end,
  -- All lines are written anew, and only a word is another: as formatters do.
  format = function()
    local lines = vim.api.nvim_buf_get_lines(0, 0, -1, false)
    local row = chance(#lines)
    lines[row] = lines[row]:gsub('the', 'this', 1)
    vim.api.nvim_buf_set_lines(0, 0, -1, false, lines)
  end,
  substitute = function() vim.cmd([[silent! %s/the \(\w\)/a \1/]]) end,
  move = function() vim.cmd(('silent! %dmove %d'):format(chance(vim.api.nvim_buf_line_count(0)), chance(vim.api.nvim_buf_line_count(0)))) end,
  keys = function()
    at_random_line()
    helper.type(pick { 'dd', 'yyp', 'J', 'ddp', '3dw', 'guu', 'gUiw', 'ea nearly<Esc>', 'Onow<CR>then<Esc>', 'gqq', '>>', 'xp', 'cwMr<Esc>' })
  end,
  undo = function() vim.cmd('silent! undo') end,
  redo = function() vim.cmd('silent! redo') end,
  -- All is drawn anew, twice.
  toggle = function()
    vim.cmd('Diple toggle labels')
    vim.cmd('Diple toggle labels')
  end,
  write = function() vim.cmd('silent write') end,
  reload = function() vim.cmd('silent edit!') end,
}
local kinds = vim.tbl_keys(edits)
table.sort(kinds)
-- People type more than they do anything else.
for _ = 1, 2 * #kinds do
  table.insert(kinds, 'insert')
end

--- All marks of the buffer, but for their numbers.
local function marks()
  local found = {}
  for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, render.namespace, 0, -1, { details = true })) do
    local details = mark[4]
    local text = details.virt_text and details.virt_text[2][1] or ''
    table.insert(found, ('%d:%d-%s:%s %s %s %d'):format(mark[2], mark[3], details.end_row or '', details.end_col or '', details.hl_group or '', text, details.priority))
  end
  table.sort(found)
  return found
end

local function without(list, others)
  return vim.tbl_filter(function(item) return not vim.tbl_contains(others, item) end, list)
end

--- Holds what is kept and drawn against what is drawn anew from all annotations.
local function compare(buf, story)
  local answer = compat.request_sync(
    client.client(), 'diple/annotations', { textDocument = { uri = vim.uri_from_bufnr(buf) } }, 15000, buf
  ).result
  equal(answer.version, vim.lsp.util.buf_versions[buf])
  local function ids(annotations)
    return vim.tbl_map(function(annotation) return annotation.id end, annotations)
  end
  local kept, followed = ids(findings.of(buf).annotations), marks()
  render.forget(buf)
  equal(marks(), {})
  render.publish(answer, client.client().offset_encoding)
  equal(kept, ids(answer.annotations))
  equal({ story = story, wrong = without(followed, marks()) }, { story = story, wrong = {} })
  equal({ story = story, missing = without(marks(), followed) }, { story = story, missing = {} })
end

local function check(seed, count)
  math.randomseed(seed)
  chance = math.random
  local lines = {}
  for _ = 1, 6 do
    vim.list_extend(lines, { pick(paragraphs), pick(paragraphs), '' })
  end
  local buf = helper.open(table.concat(lines, '\n'))
  local let_through
  local function release()
    if let_through then let_through() end
    let_through = nil
  end
  local story = {}
  for step = 1, count do
    local kind = pick(kinds)
    table.insert(story, kind)
    edits[kind]()
    local what = chance(6)
    if what == 1 or step == count then
      release()
      helper.settle()
      if chance(2) == 1 or step == count then
        compare(buf, story)
        story = {}
      end
    elseif what <= 3 then
      vim.wait(chance(20))
    elseif what == 4 and not let_through then
      -- Now and then the daemon is slow.
      let_through = helper.hold()
    elseif what == 5 and chance(3) == 1 then
      release()
    end
  end
  vim.cmd('silent bdelete!')
end

require('diple').setup { labels = { entities = true } }
local seeds = tonumber(vim.env.DIPLE_SEEDS or 8)
for seed = 1, seeds do
  test('random edits, seed ' .. seed, function() check(seed, 120) end)
end

--- Starts the daemon with other flags, as a person's own settings may have them.
local function restart_with(flags)
  local make = client.config
  client.config = function() return vim.tbl_extend('force', make(), { flags = flags }) end
  client.restart()
end

test('random edits that are sent late', function()
  restart_with { debounce_text_changes = 30 }
  check(seeds + 1, 120)
end)

test('random edits of which whole texts are sent', function()
  restart_with { debounce_text_changes = 0, allow_incremental_sync = false }
  check(seeds + 2, 120)
end)

helper.finish()
