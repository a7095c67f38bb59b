--- Draws findings as extmarks: a highlight for each piece of a span, a label behind its last one. Extmarks move with
--- edits until the next publication replaces them.
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

--- For each buffer, the extmark of each annotation's first piece, by the annotation's id.
local anchors = {}

local function is_shown(kind) return config.settings.show[config.names[kind]] ~= false end

local function has_label(annotation)
  local name = config.names[annotation.kind]
  return config.settings.show.labels and config.settings.labels[name] and config.settings.show[name]
end

local function draw_label(buf, text, row, column, kind)
  vim.api.nvim_buf_set_extmark(buf, M.namespace, row, column, {
    virt_text = { { ' ' }, { text, 'DipleLabel' } },
    virt_text_pos = compat.inline_labels and 'inline' or 'eol',
    -- What is typed at the end of the span comes behind the label, which stays with its words.
    right_gravity = false,
    -- Where several spans end together, the label of the innermost comes first.
    priority = 200 - priority[kind],
  })
end

--- Draws one annotation and returns the extmark of its first piece.
local function draw(buf, found, annotation, named)
  local groups = is_shown(annotation.kind) and highlights.of(annotation) or { false }
  local anchor, last_row, last_column
  for _, piece in ipairs(annotation.pieces or { annotation.range }) do
    local row, column, end_row, end_column = range.span(buf, piece, found.encoding)
    if row then
      for level, group in ipairs(groups) do
        local mark = vim.api.nvim_buf_set_extmark(buf, M.namespace, row, column, {
          end_row = end_row,
          end_col = end_column,
          hl_group = group or nil,
          priority = (priority[annotation.kind] or 111) + level - 1,
        })
        anchor = anchor or mark
      end
      last_row, last_column = end_row, end_column
    end
  end
  if not (anchor and has_label(annotation)) then return anchor end
  -- A thing is labelled where it is first named.
  if annotation.entity and named[annotation.entity] then return anchor end
  if annotation.entity then named[annotation.entity] = true end
  local label = wording.label(found, annotation)
  if label then draw_label(buf, label, last_row, last_column, annotation.kind) end
  return anchor
end

local function draw_all(buf, found)
  vim.api.nvim_buf_clear_namespace(buf, M.namespace, 0, -1)
  anchors[buf] = {}
  local named = {}
  for _, annotation in ipairs(found.annotations) do
    anchors[buf][annotation.id] = draw(buf, found, annotation, named)
  end
end

--- True where the findings are those of the text as it is now. Neovim counts a buffer's versions as it edits, before the
--- daemon is told.
local function is_current(buf, version) return version == vim.lsp.util.buf_versions[buf] end

local function tell(buf)
  for _, listener in pairs(M.listeners) do
    listener(buf)
  end
end

--- The loaded buffer of a URI. (`vim.uri_to_bufnr` would make one for a file that has just been closed.)
local function buffer_of(uri)
  for _, buf in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buf) and vim.uri_from_bufnr(buf) == uri then return buf end
  end
end

--- Forgets what was found in a buffer, and takes its marks away.
function M.forget(buf)
  findings.forget(buf)
  anchors[buf] = nil
  if not vim.api.nvim_buf_is_loaded(buf) then return end
  vim.api.nvim_buf_clear_namespace(buf, M.namespace, 0, -1)
  tell(buf)
end

--- Draws a `diple/publishAnnotations`. One of a text that has been edited since is dropped: another is on its way. One
--- without a version says that the document is closed.
---@param publication table
---@param encoding 'utf-8'|'utf-16'|'utf-32'
function M.publish(publication, encoding)
  local buf = buffer_of(publication.uri)
  if not buf then return end
  if not publication.version then return M.forget(buf) end
  if not is_current(buf, publication.version) then return end
  draw_all(buf, findings.put(buf, publication, encoding))
  tell(buf)
end

--- Draws everything anew, after a change of settings.
function M.redraw()
  for _, buf in ipairs(findings.buffers()) do
    local found = findings.of(buf)
    -- Where the text has changed, the publication that is on its way brings the new look.
    if vim.api.nvim_buf_is_loaded(buf) and is_current(buf, found.version) then draw_all(buf, found) end
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
  local mark = anchors[buf] and anchors[buf][id]
  if not mark then return nil end
  local place = vim.api.nvim_buf_get_extmark_by_id(buf, M.namespace, mark, {})
  return place[1], place[2]
end

return M
