-- Starts the daemon for prose, and makes the command `:Diple`. Everything else is loaded when it is first needed.
if vim.g.loaded_diple then return end
vim.g.loaded_diple = true

if vim.fn.has('nvim-0.7') == 0 then
  vim.api.nvim_err_writeln('Diple needs Neovim 0.7 or newer (0.10 for labels inside the lines).')
  return
end

local group = vim.api.nvim_create_augroup('diple', {})

-- A person's corrections: the daemon reads them as they are in the buffer.
local function is_overrides(buf)
  local name = vim.api.nvim_buf_get_name(buf)
  return name:match('[^/]%.diple%.json$') or name:match('/%.diple/overrides%.json$')
end

local function annotate(buf)
  local settings = require('diple.config').settings
  local is_ours = vim.tbl_contains(settings.filetypes, vim.bo[buf].filetype) or is_overrides(buf)
  if settings.autostart and (is_ours or require('diple.modules').holds(buf)) then
    require('diple.client').attach(buf)
  end
end

vim.api.nvim_create_autocmd('FileType', {
  group = group,
  desc = 'Annotate prose with Diple',
  callback = function(event) annotate(event.buf) end,
})

vim.api.nvim_create_autocmd('ColorScheme', {
  group = group,
  desc = 'Give the groups of Diple to a new colour scheme',
  callback = function() require('diple.highlights').define() end,
})

vim.api.nvim_create_user_command('Diple', function(call) require('diple.command').run(call.fargs) end, {
  nargs = '*',
  bar = true,
  desc = 'Who said what, who is named, when, and who is for or against what',
  complete = function(...) return require('diple.command').complete(...) end,
})

-- A plugin manager may load this after the first text.
for _, buf in ipairs(vim.api.nvim_list_bufs()) do
  if vim.api.nvim_buf_is_loaded(buf) then annotate(buf) end
end
