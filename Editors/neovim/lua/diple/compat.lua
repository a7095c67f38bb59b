--- What differs between Neovim 0.7 and today. Nothing else asks for a version.
local M = {}

local function has(version) return vim.fn.has('nvim-' .. version) == 1 end

--- Virtual text inside a line.
M.inline_labels = has('0.10')
--- Neovim maps `K` to hover itself.
M.maps_hover = has('0.10')

--- The byte in `line` at which the column `character` of `encoding` stands; the end of the line for what lies behind it.
---@param line string
---@param encoding 'utf-8'|'utf-16'|'utf-32'
---@param character integer
---@return integer
function M.byteindex(line, encoding, character)
  if encoding == 'utf-8' then return math.min(character, #line) end
  if has('0.11') then return vim.str_byteindex(line, encoding, character, false) end
  local ok, byte = pcall(vim.str_byteindex, line, character, encoding == 'utf-16')
  return ok and byte or #line
end

--- How many columns of `encoding` a text of one line takes.
---@param text string
---@param encoding 'utf-8'|'utf-16'|'utf-32'
---@return integer
function M.width(text, encoding)
  if encoding == 'utf-8' then return #text end
  if has('0.11') then return vim.str_utfindex(text, encoding) end
  local utf32, utf16 = vim.str_utfindex(text)
  return encoding == 'utf-16' and utf16 or utf32
end

--- Starts a client for a buffer and returns its id, or nil.
---@return integer?
function M.start(config, buf)
  if vim.lsp.start then return vim.lsp.start(config, { bufnr = buf }) end
  local id = vim.lsp.start_client(config)
  if id then vim.lsp.buf_attach_client(buf, id) end
  return id
end

--- Methods of a client became methods with `self` in 0.11.
local function method(name)
  return function(client, ...)
    if has('0.11') then return client[name](client, ...) end
    return client[name](...)
  end
end
M.stop, M.notify, M.is_stopped = method('stop'), method('notify'), method('is_stopped')
M.request, M.request_sync = method('request'), method('request_sync')

--- Reports of |:checkhealth|.
function M.health()
  local health = vim.health or require('health')
  return {
    start = health.start or health.report_start,
    ok = health.ok or health.report_ok,
    warn = health.warn or health.report_warn,
    error = health.error or health.report_error,
    info = health.info or health.report_info,
  }
end

return M
