// The authorization server: `oidc-provider`, a certified OpenID provider, with what SMART App Launch adds to OpenID. Nothing of SMART is known to it
// but the scopes, two more parameters of the request, the `fhirUser` claim and the patient in the token endpoint's answer.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import Provider, { errors } from 'oidc-provider';

const LETTERS = ['rs', 'crs', 'c'];

/**
 * Makes a provider.
 * @param {string} issuer Its own address.
 * @param {object} client The one registered client, in the words of OpenID Connect Dynamic Registration.
 * @param {object} launch What this launch is about: `types` that scopes can name, `fhirBase`, `patient`, `fhirUser`, `tokenLife` in seconds, whether
 * the user says `no`, and, for a launch from the EHR, its `handle`.
 */
export function provider(issuer, client, launch) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' };
  const server = new Provider(issuer, {
    clients: [{ grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'], id_token_signed_response_alg: 'RS256', ...client }],
    jwks: { keys: [key] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    scopes: ['openid', 'launch', 'launch/patient', 'offline_access', 'online_access',
      ...launch.types.flatMap((type) => LETTERS.map((letters) => `patient/${type}.${letters}`))],
    claims: { openid: ['sub'], fhirUser: ['fhirUser'] },
    conformIdTokenClaims: false,
    extraParams: {
      aud: (ctx, aud) => { if (aud !== launch.fhirBase) throw new errors.InvalidRequest('aud is not this FHIR server'); },
      launch: (ctx, handle) => { if (handle !== launch.handle) throw new errors.InvalidRequest('unknown launch'); },
    },
    pkce: { required: () => true },
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    // Each launch is asked for anew.
    loadExistingGrant: (ctx) => server.Grant.find(ctx.oidc.result?.consent?.grantId ?? 'none'),
    findAccount: (ctx, sub) => ({ accountId: sub, claims: () => ({ sub, fhirUser: launch.fhirUser }) }),
    features: { devInteractions: { enabled: false }, revocation: { enabled: true } },
    enabledJWA: { clientAuthSigningAlgValues: ['RS384', 'ES384'] },
    // The application runs on this machine, where a provider does not fetch keys from by default.
    fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined }),
    interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
    ttl: { AccessToken: launch.tokenLife, Grant: 3600, IdToken: 600, Interaction: 600, RefreshToken: 3600, Session: 3600 },
  });
  server.use(async (ctx, next) => {
    if (ctx.path.startsWith('/interaction/')) {
      await answer(ctx, server, launch);
      return;
    }
    await next();
    if (ctx.oidc?.route === 'token' && ctx.body?.access_token) ctx.body.patient = launch.patient;
  });
  return server;
}

/** The user who signs in and agrees without being asked; or who does not. */
async function answer(ctx, server, launch) {
  ctx.respond = false;
  if (launch.no) return server.interactionFinished(ctx.req, ctx.res, { error: 'access_denied' });
  const { params } = await server.interactionDetails(ctx.req, ctx.res);
  const grant = new server.Grant({ accountId: 'someone', clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  return server.interactionFinished(ctx.req, ctx.res, { login: { accountId: 'someone' }, consent: { grantId: await grant.save() } });
}

/** The scopes of a request's bearer token; none where the provider did not issue it or it has ended. */
export async function scopesOf(server, request) {
  const token = request.headers.authorization?.replace(/^Bearer /, '');
  return [...((token && (await server.AccessToken.find(token)))?.scopes ?? [])];
}
