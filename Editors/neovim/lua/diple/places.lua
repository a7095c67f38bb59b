--- Where annotations stand in the text that the daemon has: moved by the very changes that it is sent.
---
--- Extmarks alone would not do. They move by the edit as the editor made it; the daemon counts on the change as it was sent,
--- which is the difference of the lines before and after. Where a formatter writes a whole text anew, all extmarks fall
--- together, and the daemon sees one word change.
local compat = require('diple.compat')

local M = {}

---@class diple.Place a position as LSP has it, which knows whether text inserted at it comes before or behind
---@field line integer
---@field character integer in the client's encoding
---@field starts boolean
---@field id string of an annotation

---@class diple.Edit
---@field line integer where the replaced text starts
---@field character integer
---@field end_line integer where it ended
---@field end_character integer
---@field new_line integer where the new text ends
---@field new_character integer

--- A change of `textDocument/didChange`, with the end of its text counted; nil for one that replaces everything.
---@return diple.Edit?
function M.edit(change, encoding)
  if not change.range then return nil end
  -- Texts from old Macs have `\r` for a line end; everywhere else there is none that is not before `\n` (see `lone`).
  local text = change.text:find('\n', 1, true) and change.text or change.text:gsub('\r', '\n')
  local _, lines = text:gsub('\n', '')
  local start, finish = change.range.start, change.range['end']
  return {
    line = start.line,
    character = start.character,
    end_line = finish.line,
    end_character = finish.character,
    new_line = start.line + lines,
    new_character = (lines == 0 and start.character or 0) + compat.width(text:match('[^\n]*$'), encoding),
  }
end

--- Moves a place by an edit. Text that is inserted at a span's edge stays outside; what is replaced at its edge is gone.
---@param place diple.Place
---@param edit diple.Edit
local function move(place, edit)
  local line, character = place.line, place.character
  if line < edit.line or (line == edit.line and character < edit.character) then return end
  if not place.starts and line == edit.line and character == edit.character then return end
  if line > edit.end_line then
    place.line = line + edit.new_line - edit.end_line
  elseif line == edit.end_line and character >= edit.end_character then
    place.line, place.character = edit.new_line, edit.new_character + character - edit.end_character
  elseif place.starts then
    place.line, place.character = edit.new_line, edit.new_character
  else
    place.line, place.character = edit.line, edit.character
  end
end

---@class diple.Places
---@field private spans table<string, { start: diple.Place, end: diple.Place }[]> the pieces of each annotation
---@field private lines (diple.Place[]|false)[] the places of each line, so that an edit costs no more than its lines
local Places = {}
Places.__index = Places

---@return diple.Places
function M.new() return setmetatable({ spans = {}, lines = {} }, Places) end

--- The pieces of an annotation, as ranges.
function Places:of(id) return self.spans[id] end

function Places:_enter(place)
  for line = #self.lines + 1, place.line + 1 do
    self.lines[line] = false
  end
  local line = self.lines[place.line + 1]
  if line then
    line[#line + 1] = place
  else
    self.lines[place.line + 1] = { place }
  end
end

--- Adds an annotation, or puts it elsewhere. `edits` are those that came after the text that its ranges are of.
---@param edits diple.Edit[]
function Places:put(annotation, edits)
  self:remove(annotation.id)
  local spans = {}
  for _, range in ipairs(annotation.pieces or { annotation.range }) do
    local span = {}
    for _, name in ipairs { 'start', 'end' } do
      local at = range[name]
      local place = { line = at.line, character = at.character, starts = name == 'start', id = annotation.id }
      for _, edit in ipairs(edits) do
        move(place, edit)
      end
      self:_enter(place)
      span[name] = place
    end
    spans[#spans + 1] = span
  end
  self.spans[annotation.id] = spans
end

function Places:remove(id)
  for _, span in ipairs(self.spans[id] or {}) do
    for _, place in pairs(span) do
      local line = self.lines[place.line + 1]
      for index = #line, 1, -1 do
        if line[index] == place then table.remove(line, index) end
      end
    end
  end
  self.spans[id] = nil
end

--- Moves everything by an edit. The ids of what stands in its lines are set in `touched`.
---@param edit diple.Edit
---@param touched table<string, true>
function Places:apply(edit, touched)
  local lines, count = self.lines, #self.lines
  local first, last = edit.line + 1, math.min(edit.end_line + 1, count)
  local affected = {}
  for number = first, last do
    for _, place in ipairs(lines[number] or {}) do
      move(place, edit)
      affected[#affected + 1] = place
      touched[place.id] = true
    end
    lines[number] = false
  end
  local shift = edit.new_line - edit.end_line
  if shift ~= 0 and last < count and last == edit.end_line + 1 then
    -- From the far end where lines make room, else from the near one.
    for number = shift > 0 and count or last + 1, shift > 0 and last + 1 or count, shift > 0 and -1 or 1 do
      for _, place in ipairs(lines[number] or {}) do
        place.line = place.line + shift
      end
      lines[number + shift] = lines[number]
    end
    for number = last + 1, last + shift do
      lines[number] = false
    end
    for number = count, count + shift + 1, -1 do
      lines[number] = nil
    end
  end
  for _, place in ipairs(affected) do
    self:_enter(place)
  end
end

--- True where one annotation comes before another: of two that start together the longer.
function Places:precedes(a, b)
  local one, other = self.spans[a], self.spans[b]
  local start, other_start = one[1].start, other[1].start
  if start.line ~= other_start.line then return start.line < other_start.line end
  if start.character ~= other_start.character then return start.character < other_start.character end
  local finish, other_finish = one[#one]['end'], other[#other]['end']
  if finish.line ~= other_finish.line then return finish.line > other_finish.line end
  if finish.character ~= other_finish.character then return finish.character > other_finish.character end
  return a < b
end

return M
