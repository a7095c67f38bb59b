--- Words to the person at the keyboard.
local M = {}

local function notify(level, format, ...)
  local text = 'Diple: ' .. format:format(...)
  -- Some callers are callbacks of libuv, where the editor must not be touched.
  vim.schedule(function() vim.notify(text, level) end)
end

function M.info(format, ...) notify(vim.log.levels.INFO, format, ...) end
function M.warn(format, ...) notify(vim.log.levels.WARN, format, ...) end
function M.error(format, ...) notify(vim.log.levels.ERROR, format, ...) end

return M
