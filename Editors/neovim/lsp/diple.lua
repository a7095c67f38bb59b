-- For those who start their servers with `vim.lsp.enable('diple')` (Neovim 0.11) or nvim-lspconfig:
-- turn the plugin's own start off, `require('diple').setup { autostart = false }`.
local config = require('diple.client').config()
local prose = config.filetypes

-- A module's files too, and no other YAML or JSON.
config.filetypes = vim.list_extend(vim.deepcopy(prose), { 'yaml', 'json' })
config.root_dir = function(buf, start)
  if vim.tbl_contains(prose, vim.bo[buf].filetype) or require('diple.modules').holds(buf) then start() end
end

return config
