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

--- The words of ranges, parted by `…`; nil where one is not in the buffer.
---@return string?
function M.text(buf, ranges, encoding)
  local texts = {}
  for _, range in ipairs(ranges) do
    local row, column, end_row, end_column = M.span(buf, range, encoding)
    if not row then return nil end
    table.insert(texts, table.concat(vim.api.nvim_buf_get_text(buf, row, column, end_row, end_column, {}), '\n'))
  end
  return table.concat(texts, ' … ')
end

return M
