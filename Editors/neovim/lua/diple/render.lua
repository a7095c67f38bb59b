--- Draws findings as extmarks: a highlight for each piece of a span, a label behind its last one. Extmarks move with the
--- edits; what is different, and what stands where an edit was, is drawn again with each publication.
local compat = require('diple.compat')
local config = require('diple.config')
local findings = require('diple.findings')
local highlights = require('diple.highlights')
local message = require('diple.message')
local range = require('diple.range')
local wording = require('diple.wording')

local M = {}

M.namespace = vim.api.nvim_create_namespace('diple')

--- Called with a buffer when its findings have changed.
---@type table<string, fun(buf: integer)>
M.listeners = {}

--- Above syntax (100, tree-sitter too), below semantic tokens (125) and diagnostics (150). What is shorter lies above.
local priority = { quote = 110, entity = 112, date = 113, stance = 114 }

--- For each buffer, the extmarks of each annotation by its id, that of its first piece first.
---@type table<integer, table<string, integer[]>>
local drawn = {}

local function is_shown(kind) return config.settings.show[config.names[kind]] ~= false end

local function has_label(annotation)
  local name = config.names[annotation.kind]
  return config.settings.show.labels and config.settings.labels[name] and config.settings.show[name]
end

local last_mark = 0

--- A number for an extmark. None is used twice: an undo puts back the marks that it knows by their numbers, and Neovim, which
--- starts again where a namespace was cleared, would have it put others elsewhere.
local function new_mark()
  last_mark = last_mark + 1
  return last_mark
end

local function draw_label(buf, text, row, column, kind)
  return vim.api.nvim_buf_set_extmark(buf, M.namespace, row, column, {
    id = new_mark(),
    virt_text = { { ' ' }, { text, 'DipleLabel' } },
    virt_text_pos = compat.inline_labels and 'inline' or 'eol',
    -- What is typed at the end of the span comes behind the label, which stays with its words.
    right_gravity = false,
    -- Where several spans end together, the label of the innermost comes first.
    priority = 200 - priority[kind],
  })
end

--- The label of an annotation; nil where it has none. A thing is labelled where it is first named.
local function label(found, annotation)
  if not has_label(annotation) then return nil end
  local thing = annotation.entity and found.things[annotation.entity]
  if thing and thing.first ~= annotation.id then return nil end
  return wording.label(found, annotation)
end

--- Draws one annotation and returns its extmarks. They keep text that is inserted at their edges outside: a start has right
--- gravity, an end has left.
---@return integer[]
local function draw(buf, found, annotation)
  local groups = is_shown(annotation.kind) and highlights.of(annotation) or { false }
  local marks, last_row, last_column = {}, nil, nil
  for _, piece in ipairs(found.places:of(annotation.id)) do
    local row, column, end_row, end_column = range.span(buf, piece, found.encoding)
    -- Nothing is left of a span whose words are gone; soon it is taken back.
    if row and (row < end_row or row == end_row and column < end_column) then
      for level, group in ipairs(groups) do
        local mark = vim.api.nvim_buf_set_extmark(buf, M.namespace, row, column, {
          id = new_mark(),
          end_row = end_row,
          end_col = end_column,
          hl_group = group or nil,
          priority = (priority[annotation.kind] or 111) + level - 1,
        })
        table.insert(marks, mark)
      end
      last_row, last_column = end_row, end_column
    end
  end
  local text = last_row and label(found, annotation)
  if text then table.insert(marks, draw_label(buf, text, last_row, last_column, annotation.kind)) end
  return marks
end

--- Draws an annotation anew, with new extmarks, or takes it away where it is gone.
local function draw_again(buf, found, id)
  for _, mark in ipairs(drawn[buf][id] or {}) do
    vim.api.nvim_buf_del_extmark(buf, M.namespace, mark)
  end
  local annotation = findings.get(found, id)
  drawn[buf][id] = annotation and draw(buf, found, annotation)
end

--- Draws what is stale. Where the daemon has not been sent the newest text yet, the publication of that is awaited: places are
--- those of the text that it has.
local function draw_stale(buf, found)
  if not findings.is_in_step(buf) then return end
  drawn[buf] = drawn[buf] or {}
  for id in pairs(found.stale) do
    draw_again(buf, found, id)
  end
  found.stale = {}
end

local function draw_all(buf, found)
  vim.api.nvim_buf_clear_namespace(buf, M.namespace, 0, -1)
  drawn[buf] = {}
  for _, annotation in ipairs(found.annotations) do
    found.stale[annotation.id] = true
  end
  draw_stale(buf, found)
end

local function tell(buf)
  for _, listener in pairs(M.listeners) do
    listener(buf)
  end
end

--- The loaded buffer of a URI. (`vim.uri_to_bufnr` would make one for a file that has just been closed.)
function M.buffer_of(uri)
  for _, buf in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buf) and vim.uri_from_bufnr(buf) == uri then return buf end
  end
end

--- Forgets what was found in a buffer, and takes its marks away.
function M.forget(buf)
  findings.forget(buf)
  drawn[buf] = nil
  if not vim.api.nvim_buf_is_loaded(buf) then return end
  vim.api.nvim_buf_clear_namespace(buf, M.namespace, 0, -1)
  tell(buf)
end

--- Draws a `diple/publishAnnotations`, or an answer to `diple/annotations`. It may be of a text that has been edited since:
--- its places are moved by those edits, as no later publication repeats it. One without a version says that the document
--- is closed.
---@param publication table
---@param encoding 'utf-8'|'utf-16'|'utf-32'
function M.publish(publication, encoding)
  local buf = M.buffer_of(publication.uri)
  if not buf then return end
  if not publication.version then return M.forget(buf) end
  local found = findings.put(buf, publication, encoding)
  if not found then return end
  -- Of all that is drawn, what is not in a full list is gone.
  for id in pairs(publication.annotations and drawn[buf] or {}) do
    found.stale[id] = true
  end
  draw_stale(buf, found)
  tell(buf)
end

--- Draws everything anew, after a change of settings.
function M.redraw()
  for _, buf in ipairs(findings.buffers()) do
    if vim.api.nvim_buf_is_loaded(buf) then draw_all(buf, findings.of(buf)) end
  end
end

--- Forgets everything, as when the daemon has ended.
function M.clear()
  for _, buf in ipairs(findings.buffers()) do
    M.forget(buf)
  end
end

--- Shows or hides one thing, or everything: what is hidden then is shown.
---@param what? string
function M.toggle(what)
  local show = config.settings.show
  if what then
    if show[what] == nil then
      return message.error('%s cannot be toggled; one of %s can.', what, table.concat(M.toggles(), ', '))
    end
    show[what] = not show[what]
  else
    local any = vim.tbl_contains(vim.tbl_values(show), true)
    for name in pairs(show) do
      show[name] = not any
    end
  end
  M.redraw()
end

--- What can be toggled.
---@return string[]
function M.toggles() return { 'quotes', 'entities', 'dates', 'stance', 'labels' } end

--- Where an annotation is now, as row and byte column from 0; nil where it is gone.
---@return integer? row
---@return integer? column
function M.place(buf, id)
  local marks = drawn[buf] and drawn[buf][id]
  if not (marks and marks[1]) then return nil end
  local place = vim.api.nvim_buf_get_extmark_by_id(buf, M.namespace, marks[1], {})
  return place[1], place[2]
end

return M
