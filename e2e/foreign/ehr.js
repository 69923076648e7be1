// An EHR put together from the two foreign servers, and the application registered with it.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { address, application } from './application.js';
import { provider, scopesOf } from './authorization.js';
import { fhirServer, repository, types } from './fhir.js';

const CLIENT = 'countersign-foreign';

/**
 * Starts everything.
 * @param {object} plan `bundle` to serve; `page`, the size of its pages; `relative`, whether the SMART configuration's addresses are, with both servers
 * at one origin; `key`, whether the client proves itself with a key instead of being public; `fhirUser(base, id)`; `handle` of a launch from the EHR;
 * `tokenLife` in seconds; `no`, whether the user refuses; `says`, the issuer that the SMART configuration names, where it is not the right one.
 */
export async function start(plan) {
  const repo = await repository(plan.bundle);
  const [patient, practitioner] = await Promise.all(['Patient', 'Practitioner'].map((resourceType) => repo.searchOne({ resourceType })));
  const app = await address();
  const [fhir, login] = await Promise.all([listen(), plan.relative ? undefined : listen()]);
  const base = `${fhir.url}/fhir/R4`;
  const issuer = (login ?? fhir).url;
  const client = {
    client_id: CLIENT,
    redirect_uris: [`${app}/callback`],
    ...(plan.key ? { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: `${app}/jwks.json` } : { token_endpoint_auth_method: 'none' }),
  };
  const launch = {
    types,
    fhirBase: base,
    patient: patient.id,
    fhirUser: plan.fhirUser(base, practitioner.id),
    handle: plan.handle,
    tokenLife: plan.tokenLife ?? 600,
    no: plan.no,
  };
  const authorization = provider(issuer, client, launch);
  const seen = { refreshed: 0, refused: [], fhir: [] };
  authorization.on('grant.success', (ctx) => { if (ctx.oidc.params.grant_type === 'refresh_token') seen.refreshed += 1; });
  authorization.on('grant.error', (ctx, error) => seen.refused.push(`${error.message}: ${error.error_description} ${error.cause?.message ?? ''}`));
  const signIn = authorization.callback();
  const chart = fhirServer(base, repo, plan.page, (request) => scopesOf(authorization, request));
  const answer = (request, response) => {
    if (request.url === '/fhir/R4/.well-known/smart-configuration') return configuration(response, plan.relative ? '../../' : `${issuer}/`, plan.says ?? issuer);
    if (request.url.startsWith('/fhir/R4/')) {
      response.once('finish', () => seen.fhir.push(`${request.method} ${request.url} ${response.statusCode}`));
      return chart(request, response);
    }
    return signIn(request, response);
  };
  fhir.server.on('request', (request, response) => Promise.resolve(answer(request, response)).catch((error) => response.destroy(error)));
  login?.server.on('request', signIn);
  const running = await application(app, {
    url: base,
    name: 'Foreign EHR',
    tenant: 'foreign',
    profile: 'generic',
    client_id: CLIENT,
    authentication: plan.key ? 'private_key' : 'public',
  });
  const end = async () => {
    await running.end();
    for (const { server } of [fhir, login].filter(Boolean)) {
      server.closeAllConnections();
      server.close();
    }
  };
  return { app, base, issuer, repo, patient, practitioner, seen, log: running.log, end };
}

/** SMART App Launch 2.2, conformance: what the application must know of the servers. */
function configuration(response, at, issuer) {
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({
    issuer,
    jwks_uri: `${at}jwks`,
    authorization_endpoint: `${at}auth`,
    token_endpoint: `${at}token`,
    revocation_endpoint: `${at}token/revocation`,
    grant_types_supported: ['authorization_code'],
    code_challenge_methods_supported: ['S256'],
    capabilities: ['launch-ehr', 'launch-standalone', 'client-public', 'client-confidential-asymmetric', 'sso-openid-connect',
      'context-ehr-patient', 'context-standalone-patient', 'permission-patient', 'permission-v2'],
  }));
}

async function listen() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://localhost:${server.address().port}` };
}
