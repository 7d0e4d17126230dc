// Every operation of the family by Cloudflare's TypeScript client, against the local API that the environment names.

import assert from 'node:assert/strict';

import Cloudflare from 'cloudflare';

const account_id = 'a53e105f4ecef8ad9ca31a8372d0c353';
const tenant_url = 'https://tenant.okta.com';

const risk = new Cloudflare().zeroTrust.riskScoring;
const integrations = risk.integrations;

const made = await integrations.create({
  account_id,
  integration_type: 'Okta',
  tenant_url,
  reference_id: 'ref',
});
assert.deepEqual([made.tenant_url, made.reference_id, made.active], [tenant_url, 'ref', true]);
const listed: string[] = [];
for await (const one of integrations.list({ account_id })) {
  listed.push(one.id);
}
assert.deepEqual(listed, [made.id]);
assert.deepEqual(await integrations.get(made.id, { account_id }), made);
assert.equal((await integrations.references.get('ref', { account_id })).id, made.id);
const changed = await integrations.update(made.id, {
  account_id,
  active: false,
  tenant_url,
  reference_id: 'other',
});
assert.deepEqual([changed.active, changed.reference_id], [false, 'other']);
assert.equal(await integrations.delete(made.id, { account_id }), null);
await assert.rejects(integrations.get(made.id, { account_id }), Cloudflare.NotFoundError);

const before = await risk.behaviours.get({ account_id });
assert.equal(before.behaviors.imp_travel.enabled, true);
const settings = await risk.behaviours.update({
  account_id,
  behaviors: { imp_travel: { enabled: false, risk_level: 'low' } },
});
assert.equal(settings.behaviors.imp_travel.risk_level, 'low');
assert.equal((await risk.behaviours.get({ account_id })).behaviors.imp_travel.enabled, false);

const [user] = (await risk.summary.get({ account_id })).users;
assert.deepEqual([user.max_risk_level, user.event_count], ['high', 1]);
assert.equal((await risk.get(user.user_id, { account_id })).events.length, 1);
assert.equal(await risk.reset(user.user_id, { account_id }), null);
assert.deepEqual((await risk.get(user.user_id, { account_id })).events, []);
assert.deepEqual((await risk.summary.get({ account_id })).users, []);
