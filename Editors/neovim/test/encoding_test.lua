-- Columns are right in each way of counting them that the daemon and this Neovim can agree on.
local helper = require('helper')

require('diple').setup { labels = { quotes = false } }

-- Neovim before 0.10 offers none and so gets UTF-16.
local offers = vim.fn.has('nvim-0.10') == 1 and { 'utf-8', 'utf-16', 'utf-32' } or { 'utf-16' }
local make = vim.lsp.protocol.make_client_capabilities

for _, encoding in ipairs(offers) do
  helper.test('columns that count ' .. encoding, function()
    vim.lsp.protocol.make_client_capabilities = function()
      return vim.tbl_deep_extend('force', make(), { general = { positionEncodings = { encoding } } })
    end
    require('diple.client').restart()
    helper.check(
      '😀 ünd 👩‍👩‍👧 the crowd greeted Ana Ruiz, 😀 and Peter Holm too.',
      '😀 ünd 👩‍👩‍👧 the crowd greeted <person:Ana Ruiz>, 😀 and <person:Peter Holm> too.'
    )
    helper.equal(require('diple.client').client().offset_encoding, encoding)
    -- The edits go to the daemon in the same columns.
    vim.api.nvim_buf_set_text(0, 0, 0, 0, 4, { '🌊🌊' })
    helper.settle()
    helper.equal(
      helper.drawn(),
      '🌊🌊 ünd 👩‍👩‍👧 the crowd greeted <person:Ana Ruiz>, 😀 and <person:Peter Holm> too.'
    )
  end)
end

helper.finish()
