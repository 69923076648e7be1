// The chart of one of the invented patients, as a client would send it to a FHIR server.
import { readFileSync } from 'node:fs';

const bundle = (id) => JSON.parse(readFileSync(`${process.env.COUNTERSIGN_CHARTS}/${id}.json`, 'utf8'));
const keyOf = (resource) => `${resource.resourceType}/${resource.id}`;

/** A batch of updates: the server keeps the ids. */
export function batch(id) {
  const entry = bundle(id).entry.map(({ resource }) => ({ resource, request: { method: 'PUT', url: keyOf(resource) } }));
  return { resourceType: 'Bundle', type: 'batch', entry };
}

/**
 * A transaction of creates that refer to each other by `urn:uuid`: the server gives the ids, and puts them into the references. Entries of the types in
 * `loose` come without an address, so that references to them stay `urn:uuid`, as servers leave them that were given only a part of a chart.
 */
export function transaction(id, loose) {
  const { entry } = bundle(id);
  const uuids = new Map(entry.map(({ resource }) => [keyOf(resource), `urn:uuid:${crypto.randomUUID()}`]));
  const text = JSON.stringify(entry).replace(/"([A-Z]\w+\/[\w.-]+)"/g, (whole, key) => (uuids.has(key) ? `"${uuids.get(key)}"` : whole));
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: JSON.parse(text).map(({ resource }) => ({
      fullUrl: loose.includes(resource.resourceType) ? undefined : uuids.get(keyOf(resource)),
      resource,
      request: { method: 'POST', url: resource.resourceType },
    })),
  };
}
