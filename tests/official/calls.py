"""Every operation of the family by Cloudflare's Python client, against the local API that the environment names."""

from cloudflare import Cloudflare, NotFoundError

ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353"
URL = "https://tenant.okta.com"

risk = Cloudflare().zero_trust.risk_scoring
integrations = risk.integrations

made = integrations.create(
    account_id=ACCOUNT, integration_type="Okta", tenant_url=URL, reference_id="ref"
)
assert (made.tenant_url, made.reference_id, made.active) == (URL, "ref", True), made
assert [one.id for one in integrations.list(account_id=ACCOUNT)] == [made.id]
assert integrations.get(made.id, account_id=ACCOUNT).to_dict() == made.to_dict()
assert integrations.references.get("ref", account_id=ACCOUNT).id == made.id
changed = integrations.update(
    made.id, account_id=ACCOUNT, active=False, tenant_url=URL, reference_id="other"
)
assert (changed.active, changed.reference_id) == (False, "other"), changed
assert integrations.delete(made.id, account_id=ACCOUNT) is None
try:
    integrations.get(made.id, account_id=ACCOUNT)
    raise AssertionError("it is deleted")
except NotFoundError:
    pass

behaviors = risk.behaviours.get(account_id=ACCOUNT).behaviors
assert behaviors["imp_travel"].enabled, behaviors
setting = {"imp_travel": {"enabled": False, "risk_level": "low"}}
settings = risk.behaviours.update(account_id=ACCOUNT, behaviors=setting).behaviors
assert settings["imp_travel"].risk_level == "low", settings
assert not risk.behaviours.get(account_id=ACCOUNT).behaviors["imp_travel"].enabled

[user] = risk.summary.get(account_id=ACCOUNT).users
assert (user.max_risk_level, user.event_count) == ("high", 1), user
assert len(risk.get(user.user_id, account_id=ACCOUNT).events) == 1
assert risk.reset(user.user_id, account_id=ACCOUNT) is None
assert risk.get(user.user_id, account_id=ACCOUNT).events == []
assert risk.summary.get(account_id=ACCOUNT).users == []
