--- From LSP ranges to places in a buffer.
local compat = require('diple.compat')

local M = {}

--- The span of a range: row, byte column, end row, end column, all from 0. Nil for one that is not in the buffer.
---@param buf integer
---@param range table
---@param encoding 'utf-8'|'utf-16'|'utf-32'
---@return integer? row, integer? column, integer? end_row, integer? end_column
function M.span(buf, range, encoding)
  local function place(position)
    local line = vim.api.nvim_buf_get_lines(buf, position.line, position.line + 1, false)[1]
    if line then return position.line, compat.byteindex(line, encoding, position.character) end
  end
  local row, column = place(range.start)
  local end_row, end_column = place(range['end'])
  if row and end_row then return row, column, end_row, end_column end
end

--- The words of an annotation's pieces, parted by `…`. Its text goes from the first piece to the last, with what parts them,
--- such as `he said`.
---@param annotation table with `pieces`
---@param encoding 'utf-8'|'utf-16'|'utf-32'
---@return string
function M.pieces_text(annotation, encoding)
  local first = annotation.range.start
  local lines = vim.split(annotation.text:gsub('\r\n?', '\n'), '\n')
  local function place(position)
    local line = position.line - first.line + 1
    local character = position.character - (line == 1 and first.character or 0)
    return line, compat.byteindex(lines[line], encoding, character)
  end
  local texts = {}
  for _, piece in ipairs(annotation.pieces) do
    local line, column = place(piece.start)
    local end_line, end_column = place(piece['end'])
    local words = vim.list_slice(lines, line, end_line)
    words[#words] = words[#words]:sub(1, end_column)
    words[1] = words[1]:sub(column + 1)
    table.insert(texts, table.concat(words, '\n'))
  end
  return table.concat(texts, ' … ')
end

--- The first row from `first` on, and before `last`, with a carriage return that ends a line for LSP and not for Neovim; nil
--- where there is none. One at a line's end is part of `\r\n`, but in a text whose lines end so already.
---@return integer?
function M.lone_return(buf, first, last)
  local pattern = vim.bo[buf].fileformat == 'unix' and '\r[^\r]' or '\r'
  for number, line in ipairs(vim.api.nvim_buf_get_lines(buf, first, last, false)) do
    if line:find('\r', 1, true) and line:find(pattern) then return first + number - 1 end
  end
end

return M
