"""Reference values for experiments and uplift: writes experiments.json beside itself.

numpy 2.4.6, scipy 1.17.1, statsmodels 0.15.0 (power, Newcombe and Welch intervals, Holm, least squares),
confseq 0.0.11 (normal mixture boundary), scikit-uplift 0.5.1 (Qini and uplift curves), hmac of Python 3.11.
"""
import hashlib
import hmac
import json
import pathlib
import warnings

import numpy as np
import statsmodels.api as sm
from confseq import boundaries
from scipy import stats
from sklearn.linear_model import Ridge
from sklift.metrics import qini_auc_score, qini_curve, uplift_auc_score, uplift_curve
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import NormalIndPower, normal_sample_size_one_tail
from statsmodels.stats.proportion import (
    confint_proportions_2indep, power_proportions_2indep, proportions_ztest,
    samplesize_proportions_2indep_onetail)
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20240529)

# statsmodels counts the treated first: prop1 = prop2 + diff, ratio = n2 / n1.
rate_sizes = []
for baseline, effect, ratio, alpha, power in [
        (.12, .015, 1, .05, .8), (.12, .015, 9, .05, .8), (.02, .002, 1, .01, .9),
        (.5, -.05, .25, .05, .95), (.1, .1, 3, .05, .5)]:
    n1 = samplesize_proportions_2indep_onetail(
        effect, baseline, power, ratio=1 / ratio, alpha=alpha, value=0, alternative="two-sided")
    control = n1 / ratio
    reached = power_proportions_2indep(
        effect, baseline, n1, ratio=1 / ratio, alpha=alpha, value=0, alternative="two-sided",
        return_results=False)
    rate_sizes.append([baseline, effect, ratio, alpha, power, control, reached])

mean_sizes = []
for sd, effect, ratio, alpha, power, rho in [
        (95, 2.1, 1, .05, .8, 0), (95, 2.1, 9, .05, .8, .5), (3, .1, .5, .01, .9, -.3)]:
    left = sd * np.sqrt(1 - rho**2)
    n_control = normal_sample_size_one_tail(
        effect, power, alpha / 2, left * np.sqrt(1 + 1 / ratio))
    reached = NormalIndPower().power(
        effect / left, n_control, alpha, ratio=ratio, alternative="two-sided")
    mean_sizes.append([sd, effect, ratio, alpha, power, rho, n_control, reached])

quantiles = [[p, stats.norm.ppf(p)] for p in
             [1e-300, 1e-20, 1e-9, .001, .025, .3, .5, .8, .975, 1 - 1e-9]]
student = [[p, df, stats.t.isf(p / 2, df), 2 * stats.t.sf(stats.t.isf(p / 2, df), df)]
           for p in [1e-6, .001, .05, .5, .99] for df in [1, 2.5, 30, 1234.5, 1e6]]
chi_squared = [[x, df, stats.chi2.sf(x, df)]
               for x in [.001, .5, 3.84, 20, 150] for df in [1, 2, 7, 60, 400]]

newcombe = []
for x1, n1, x0, n0 in [(120, 1000, 90, 1000), (3, 4000, 0, 500), (50, 60, 10, 400), (0, 30, 0, 40)]:
    low, high = confint_proportions_2indep(x1, n1, x0, n0, method="newcomb", compare="diff")
    p = proportions_ztest([x1, x0], [n1, n0])[1] if x1 + x0 else 1.0
    newcombe.append([x1, n1, x0, n0, low, high, p])

# A small experiment with skewed spend, two covariates and an outcome of 0 and 1.
n = 400
arm = (rng.uniform(size=n) < .6).astype(int)
past = np.exp(rng.normal(3, 1, n))
orders = rng.poisson(3, n).astype(float)
spend = np.where(rng.uniform(size=n) < .5, past * np.exp(rng.normal(0, .5, n)) + 4 * arm, 0.0)
ordered = (spend > 0).astype(float)
compared = CompareMeans(DescrStatsW(spend[arm == 1]), DescrStatsW(spend[arm == 0]))
low, high = compared.tconfint_diff(usevar="unequal")
welch = dict(difference=spend[arm == 1].mean() - spend[arm == 0].mean(), low=low, high=high,
             p=compared.ttest_ind(usevar="unequal")[1])
design = sm.add_constant(np.c_[arm, past, orders])
ancova = sm.OLS(spend, design).fit()
adjusted = spend - np.c_[past - past.mean(), orders - orders.mean()] @ ancova.params[2:]
compared = CompareMeans(DescrStatsW(adjusted[arm == 1]), DescrStatsW(adjusted[arm == 0]))
low, high = compared.tconfint_diff(usevar="unequal")
cuped = dict(difference=ancova.params[1], low=low, high=high,
             p=compared.ttest_ind(usevar="unequal")[1])

p_values = rng.uniform(size=12) ** 3
holm = multipletests(p_values, method="holm")[1]

# confseq's bound is for a sum of v unit variances.
sequences = [[v, v_opt, alpha, boundaries.normal_mixture_bound(v, alpha, v_opt, alpha, False) / v]
             for v in [10, 500, 5_000, 1e6] for v_opt in [500, 20_000] for alpha in [.05, .001]]

salt = b"a secret of the shop, 32 bytes..."
draws = [[name, key, int.from_bytes(
    hmac.new(salt, f"{name}\n{key}".encode(), hashlib.sha256).digest()[:8], "big") / 2**64]
    for name in ["may", "june"] for key in ["1", "2", "C-000117", "émile", ""]]

curves = []
for n, ties, effect in [(300, False, .3), (500, True, .0), (200, True, -.2)]:
    uplift = rng.normal(size=n)
    if ties:
        uplift = np.round(uplift, 1)
    treated = (rng.uniform(size=n) < .4).astype(int)
    y = (rng.uniform(size=n) < .3 + treated * effect * (uplift > 0)).astype(int)
    x, q = qini_curve(y, uplift, treated)
    _, u = uplift_curve(y, uplift, treated)
    curves.append(dict(
        uplift=uplift.tolist(), treated=treated.tolist(), outcome=y.tolist(),
        customers=x.tolist(), qini=q.tolist(), curve=u.tolist(),
        qini_score=float(qini_auc_score(y, uplift, treated)),
        auuc_score=float(uplift_auc_score(y, uplift, treated))))

# The best linear predictor by weighted least squares with robust errors.
n = 250
score, control = rng.normal(.1, .2, n), rng.uniform(.1, .5, n)
e = rng.uniform(.2, .7, n)
treated = (rng.uniform(size=n) < e).astype(int)
y = control + treated * (.05 + .8 * score) + rng.normal(0, .3, n)
side = treated - e
off = score - score.mean()
fit = sm.WLS(y, np.c_[np.ones(n), control, off, side, side * off], weights=1 / (e * (1 - e))).fit(
    cov_type="HC0")
line = dict(uplift=score.tolist(), control=control.tolist(), propensity=e.tolist(),
            treated=treated.tolist(), outcome=y.tolist(), slope=fit.params[4], error=fit.bse[4])

# Ridge: scikit-learn's alpha is n times our strength.
x = rng.normal(size=(120, 4))
x[:, 3] = x[:, 0] + x[:, 1]
response = x @ [1, 2, 0, 0] + rng.normal(size=120)
ridge = dict(x=x.tolist(), y=response.tolist(), fits=[])
for strength in [10, .1, 1e-3]:
    model = Ridge(alpha=120 * strength).fit(x, response)
    ridge["fits"].append([strength, model.intercept_, *model.coef_])

pathlib.Path(__file__).with_name("experiments.json").write_text(json.dumps(dict(
    rate_sizes=rate_sizes, mean_sizes=mean_sizes, quantiles=quantiles, student=student,
    chi_squared=chi_squared, newcombe=newcombe,
    experiment=dict(arm=arm.tolist(), past=past.tolist(), orders=orders.tolist(),
                    spend=spend.tolist(), ordered=ordered.tolist(), welch=welch, cuped=cuped),
    holm=[p_values.tolist(), holm.tolist()], sequences=sequences,
    draws=[dict(experiment=a, id=b, position=c) for a, b, c in draws], curves=curves, line=line,
    ridge=ridge), default=float) + "\n")
