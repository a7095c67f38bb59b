--- What was found in each buffer, and how the things in it are named.
local range = require('diple.range')

local M = {}

---@class diple.Findings
---@field version integer of the text
---@field date? string the day the text was written
---@field date_from? string how it is known
---@field encoding 'utf-8'|'utf-16'|'utf-32' how its ranges count columns
---@field annotations table[] as the daemon sent them, in document order
---@field things table<string, { name: string, type?: string, role?: string, mentions: integer }> by cluster

---@type table<integer, diple.Findings>
local by_buffer = {}

--- The findings of a buffer; nil where it has none.
---@return diple.Findings?
function M.of(buf) return by_buffer[buf] end

--- Buffers that have findings.
function M.buffers() return vim.tbl_keys(by_buffer) end

--- Keeps a publication.
---@return diple.Findings
function M.put(buf, publication, encoding)
  local things = {}
  for _, annotation in ipairs(publication.annotations) do
    -- The text from the first piece to the last holds what parts them, such as `he said`.
    if annotation.pieces then annotation.text = range.text(buf, annotation.pieces, encoding) or annotation.text end
    local cluster = annotation.entity
    if cluster then
      local thing = things[cluster]
      if not thing then
        thing = { name = annotation.name or annotation.text, type = annotation.type, mentions = 0 }
        things[cluster] = thing
      end
      thing.mentions = thing.mentions + 1
      thing.role = thing.role or (annotation.role and annotation.role.text)
    end
  end
  by_buffer[buf] = {
    version = publication.version,
    date = publication.date,
    date_from = publication.dateFrom,
    encoding = encoding,
    annotations = publication.annotations,
    things = things,
  }
  return by_buffer[buf]
end

function M.forget(buf) by_buffer[buf] = nil end

--- How many annotations there are of each kind.
---@return table<string, integer>
function M.counts(findings)
  local counts = {}
  for _, annotation in ipairs(findings.annotations) do
    counts[annotation.kind] = (counts[annotation.kind] or 0) + 1
  end
  return counts
end

return M
