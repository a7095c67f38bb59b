-- For those who start their servers with `vim.lsp.enable('diple')` (Neovim 0.11) or nvim-lspconfig:
-- turn the plugin's own start off, `require('diple').setup { autostart = false }`.
return require('diple.client').config()
