--- What was found in each buffer, and how the things in it are named: kept by what the daemon publishes, which is only what
--- is different, and by the changes that it is sent, as it tells no shifts.
local places = require('diple.places')
local range = require('diple.range')

local M = {}

---@class diple.Thing
---@field name string
---@field type? string
---@field role? string
---@field mentions integer
---@field first string the annotation that names it first

---@class diple.Findings
---@field version integer of the text that was annotated last
---@field encoding 'utf-8'|'utf-16'|'utf-32' how places count columns
---@field annotations table[] in document order
---@field places diple.Places where they stand in the text that the daemon has
---@field things table<string, diple.Thing> by cluster
---@field stale table<string, true> annotations that must be drawn, moved or taken away
---@field private by_id table<string, table>
---@field private is_listed boolean false where `annotations` is not up to date, which `of` sees to
---@field private unlisted table<string, true> what it lacks
---@field private named table<string, table<string, true>> for each cluster, the annotations whose label may name it

--- The text of a buffer as the daemon has it: its version, and the changes that made it, back to the version that was
--- published last. A publication may be of an older text; its places are moved by what came since.
---@class diple.Sent
---@field version integer
---@field changes { version: integer, edit: diple.Edit }[]

---@type table<integer, diple.Findings>
local by_buffer = {}
---@type table<integer, diple.Sent>
local sent = {}

--- Brings the list up to date: what was taken leaves it, what was put goes where it belongs. It is as long as the text, and
--- nobody needs it for a keystroke.
local function list(found)
  local old, new = found.annotations, {}
  for _, annotation in ipairs(old) do
    if found.by_id[annotation.id] == annotation then new[#new + 1] = annotation end
  end
  for id in pairs(found.unlisted) do
    local low, high = 1, #new + 1
    while low < high do
      local middle = math.floor((low + high) / 2)
      if found.places:precedes(new[middle].id, id) then
        low = middle + 1
      else
        high = middle
      end
    end
    table.insert(new, low, found.by_id[id])
  end
  found.annotations, found.unlisted, found.is_listed = new, {}, true
end

--- The findings of a buffer; nil where it has none.
---@return diple.Findings?
function M.of(buf)
  local found = by_buffer[buf]
  if found and not found.is_listed then list(found) end
  return found
end

--- Buffers that have findings.
function M.buffers() return vim.tbl_keys(by_buffer) end

function M.forget(buf) by_buffer[buf] = nil end

--- True where the daemon has the buffer's text as it is. (Neovim counts versions as it edits, and may send changes later.)
function M.is_in_step(buf) return sent[buf] ~= nil and sent[buf].version == vim.lsp.util.buf_versions[buf] end

-- What the daemon is sent ------------------------------------------------------------------------

--- Follows `textDocument/didOpen`.
function M.opened(buf, version)
  sent[buf] = { version = version, changes = {} }
  M.forget(buf)
end

--- Follows `textDocument/didChange`.
---@param edits diple.Edit[]
function M.changed(buf, version, edits)
  local known, found = sent[buf], by_buffer[buf]
  if not known then return end
  known.version = version
  for _, edit in ipairs(edits) do
    table.insert(known.changes, { version = version, edit = edit })
    -- What stands in the edit's lines is drawn again: the editor's marks there may have moved otherwise. A change names all
    -- lines that Neovim touched, also those that it wrote as they were.
    if found then found.places:apply(edit, found.stale) end
  end
end

--- The edits that came after a version. Those before it are no longer needed, as versions are published in their order.
local function edits_after(buf, version)
  local known = sent[buf]
  if not known then return {} end
  known.changes = vim.tbl_filter(function(change) return change.version > version end, known.changes)
  return vim.tbl_map(function(change) return change.edit end, known.changes)
end

-- What the daemon publishes ----------------------------------------------------------------------

--- The clusters that an annotation's label may name.
local function names_in(annotation)
  local names = { annotation.entity }
  for _, mention in ipairs { annotation.speaker or {}, annotation.holder or {} } do
    if type(mention) == 'table' and mention.entity then table.insert(names, mention.entity) end
  end
  return names
end

--- Says of some things anew how they are called. Where that is another name or place, what has a label for it is drawn again.
local function describe(found, clusters)
  for cluster in pairs(clusters) do
    local mentions = {}
    for id in pairs(found.named[cluster] or {}) do
      if found.by_id[id].entity == cluster then table.insert(mentions, id) end
    end
    table.sort(mentions, function(a, b) return found.places:precedes(a, b) end)
    local thing
    for _, id in ipairs(mentions) do
      local annotation = found.by_id[id]
      thing = thing or { name = annotation.name or annotation.text, type = annotation.type, mentions = #mentions, first = id }
      thing.role = thing.role or (annotation.role and annotation.role.text)
    end
    local before = found.things[cluster]
    found.things[cluster] = thing
    if not (thing and before) or thing.name ~= before.name or thing.first ~= before.first then
      for id in pairs(found.named[cluster] or {}) do
        found.stale[id] = true
      end
    end
  end
end

local function take(found, id, clusters)
  local annotation = found.by_id[id]
  if not annotation then return end
  for _, cluster in ipairs(names_in(annotation)) do
    clusters[cluster] = true
    found.named[cluster][id] = nil
  end
  found.places:remove(id)
  found.by_id[id], found.unlisted[id] = nil, nil
  found.stale[id] = true
end

local function put(found, annotation, edits, clusters)
  local id = annotation.id
  if annotation.pieces then annotation.text = range.pieces_text(annotation, found.encoding) end
  found.by_id[id] = annotation
  found.stale[id] = true
  found.places:put(annotation, edits)
  for _, cluster in ipairs(names_in(annotation)) do
    clusters[cluster] = true
    found.named[cluster] = found.named[cluster] or {}
    found.named[cluster][id] = true
  end
end

--- Keeps a publication. Returns the findings; nil for differences without what they build on.
---@return diple.Findings?
function M.put(buf, publication, encoding)
  local before = by_buffer[buf]
  local edits, clusters = edits_after(buf, publication.version), {}
  if publication.annotations then
    local found = {
      encoding = encoding,
      annotations = publication.annotations,
      places = places.new(),
      things = {},
      stale = {},
      by_id = {},
      named = {},
      unlisted = {},
      is_listed = true,
    }
    for _, annotation in ipairs(publication.annotations) do
      put(found, annotation, edits, clusters)
    end
    describe(found, clusters)
    found.version = publication.version
    by_buffer[buf] = found
    return found
  end
  if not before then return nil end
  local news = vim.list_extend(vim.list_extend({}, publication.changed), publication.added)
  if #news + #publication.removed > 0 then
    for _, id in ipairs(publication.removed) do
      take(before, id, clusters)
    end
    for _, annotation in ipairs(news) do
      take(before, annotation.id, clusters)
    end
    for _, annotation in ipairs(news) do
      put(before, annotation, edits, clusters)
      before.unlisted[annotation.id] = true
    end
    before.is_listed = false
    describe(before, clusters)
  end
  before.version = publication.version
  return before
end

--- An annotation by its id.
function M.get(found, id) return found.by_id[id] end

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
