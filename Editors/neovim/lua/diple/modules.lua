--- The files of modules: manifests, and rules in a folder below one. Other YAML and JSON is none of Diple's business.
local M = {}

local manifest_name = 'diple-plugin.json'

--- True where a pattern of rule files means a path; both in parts. `*` is a part of a name, `**` stands for folders.
local function takes(pattern, path, at, place)
  at, place = at or 1, place or 1
  local part, name = pattern[at], path[place]
  if not part then return not name end
  if part == '**' then return takes(pattern, path, at + 1, place) or (name and takes(pattern, path, at, place + 1)) or false end
  local wanted = '^' .. vim.pesc(part):gsub('%%%*', '.*') .. '$'
  return name and name:match(wanted) and takes(pattern, path, at + 1, place + 1) or false
end

local function parts(path) return vim.split(path, '/', { plain = true, trimempty = true }) end

--- True where a manifest names a file, a path in its folder.
local function names(manifest, path)
  local read, lines = pcall(vim.fn.readfile, manifest)
  local good, content = pcall(vim.fn.json_decode, read and lines or {})
  local rules = good and type(content) == 'table' and type(content.entry) == 'table' and content.entry.rules
  for _, pattern in ipairs(type(rules) == 'table' and rules or {}) do
    if type(pattern) == 'string' and takes(parts(pattern), parts(path)) then return true end
  end
  return false
end

--- True for a buffer that the daemon takes as a file of a module, and not as prose.
---@param buf integer
function M.holds(buf)
  local path = vim.api.nvim_buf_get_name(buf)
  if path == '' or vim.bo[buf].buftype ~= '' then return false end
  path = vim.fn.fnamemodify(path, ':p')
  if vim.fn.fnamemodify(path, ':t') == manifest_name then return true end
  if not path:match('%.ya?ml$') then return false end
  local folder = vim.fn.fnamemodify(path, ':h')
  -- As deep as the daemon looks.
  for _ = 1, 8 do
    local manifest = folder .. '/' .. manifest_name
    if vim.fn.filereadable(manifest) == 1 then
      if names(manifest, path:sub(#folder + 2)) then return true end
      for _, line in ipairs(vim.api.nvim_buf_get_lines(buf, 0, -1, false)) do
        if line:match('^rules:') then return true end
      end
      return false
    end
    local above = vim.fn.fnamemodify(folder, ':h')
    if above == folder then return false end
    folder = above
  end
  return false
end

return M
