--- What other Lua code may call. All else in this plugin may change.
local M = {}

--- Sets options; see |diple-settings|. Not needed where the defaults are right.
---@param options? table
function M.setup(options)
  local config = require('diple.config')
  local before = config.daemon_options()
  config.set(options)
  if not vim.deep_equal(before, config.daemon_options()) then require('diple.client').configure() end
  require('diple.render').redraw()
end

--- Opens a view beside the text: 'outline', 'people', 'timeline' or 'stances'.
---@param view? string
function M.open(view) require('diple.panel').open(view or 'outline') end

--- Shows or hides 'quotes', 'entities', 'dates', 'stance' or 'labels'; without a name, everything.
---@param what? string
function M.toggle(what) require('diple.render').toggle(what) end

--- Moves to the next annotation; with a negative count, to an earlier one.
---@param kind? string 'quote', 'entity', 'date', 'stance'; nil for any
---@param count? integer
function M.jump(kind, count) require('diple.navigation').jump(kind, count or 1) end

return M
