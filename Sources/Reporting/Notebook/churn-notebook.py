# %% [markdown] title
# # Who is about to leave: {TITLE}
#
# Scores as of {AS_OF} from model `{MODEL}`. A customer counts as churned who places no order in
# the {HORIZON_DAYS} days from the as-of date.
#
# The figures below come from predictions made as of {EVALUATED_AS_OF} by a fit that saw nothing
# from that date on; `evaluation.csv` holds them beside what customers then did. The saved model,
# which made `scores.csv`, is the same procedure refitted on all labels: the figures evaluate the
# procedure, not that final fit.
#
# Needs pandas and matplotlib, and the three CSV files of this folder.

# %% load
import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import display

TEXT = {name: str for name in ("customer_id", "model", "segment", "segments", "cluster")}


# Numbers keep every bit: by default since pandas 3.1, by request before.
RELEASE = tuple(int(part) for part in pd.__version__.split(".")[:2])
EXACT = {} if RELEASE >= (3, 1) else {"float_precision": "round_trip"}


def read(name):
    # Ids stay text: 00123 is not 123, and NA may be a name.
    header = pd.read_csv(name, nrows=0).columns
    types = {column: TEXT[column] for column in header if column in TEXT}
    return pd.read_csv(name, dtype=types, keep_default_na=False, na_values=[""], **EXACT)


scores = read("scores.csv")
features = read("features.csv")
evaluation = read("evaluation.csv")

PREDICTIONS = {
    "churn_probability": "model",
    "recency_probability": "recency alone",
    "frequency_probability": "frequency alone",
    "recency_frequency_probability": "recency and frequency",
}
COLOURS = {
    "model": "#1f5fa8",
    "recency alone": "#d07c1f",
    "frequency alone": "#5b8c5a",
    "recency and frequency": "#8d6bb0",
}
plt.rcParams.update(
    {"axes.spines.top": False, "axes.spines.right": False, "figure.constrained_layout.use": True}
)


def members(group):
    if group == "all":
        return evaluation
    return evaluation[evaluation[f"group_{group}"] == 1]


print(f"{len(scores):,} score rows, {len(features):,} feature rows, {len(evaluation):,} evaluated")

# %% facts
# Figures of the model folder: area under the ROC curve by group.
AS_OF = {AS_OF_LITERAL}
HORIZON_DAYS = {HORIZON_DAYS}
MODEL_DIGEST = {MODEL_DIGEST_LITERAL}
STORED = {STORED_LITERAL}

assert (scores["as_of"] == AS_OF).all(), "scores.csv is of another date"
assert (scores["horizon_days"] == HORIZON_DAYS).all(), "scores.csv is of another horizon"
assert (scores["model"] == MODEL_DIGEST[:12]).all(), "scores.csv is of another model"

# %% [markdown] auc-text
# ## Does the score separate churners from the rest?
#
# The area under the ROC curve (AUC): the probability that a customer who churned was given a higher
# score than one who did not (ties count one half; 0.5 is chance). It is computed here from the
# predictions alone and compared with the figures of the model folder. Look at `active`: on `all`,
# customers lost long ago make any model look good.

# %% auc
def auc(churned, probability):
    """Mann and Whitney's statistic by ranks; None where only one class is there."""
    positives = int(churned.sum())
    negatives = len(churned) - positives
    if positives == 0 or negatives == 0:
        return None
    ranks = probability.rank(method="average")
    below = ranks[churned == 1].sum() - positives * (positives + 1) / 2
    return float(below / (positives * negatives))


table = []
for group, stored in STORED.items():
    rows = members(group)
    assert len(rows) == stored["customers"], f"{group}: {len(rows)} customers"
    figures = {"group": group, "customers": len(rows), "churned": rows["churned"].mean()}
    for column, name in PREDICTIONS.items():
        found = auc(rows["churned"], rows[column])
        figures[name] = found
        if column not in stored:
            continue
        kept = stored[column]
        assert (found is None) == (kept is None), f"{group}, {name}: {found}, stored {kept}"
        assert found is None or abs(found - kept) <= 1e-9, f"{group}, {name}: {found}, stored {kept}"
    table.append(figures)

print("Every stored AUC agrees with the one computed here to 1e-9.")
display(pd.DataFrame(table).set_index("group").round(4))

# %% [markdown] gain-text
# ## Cumulative gains: how many churners are in the top of the list
#
# Customers in order of falling probability from left to right; upwards the share of all churners
# found among them. Ties are drawn as straight lines. The grey lines show a perfect and a random
# ranking.

# %% gain
def gain(churned, probability):
    """Shares of customers and of churners, down to each distinct probability."""
    steps = churned.groupby(probability).agg(["size", "sum"]).sort_index(ascending=False).cumsum()
    found = steps["sum"] / max(1, steps["sum"].iloc[-1])
    return [0, *(steps["size"] / len(churned))], [0, *found]


shown = [group for group in ("all", "active") if group in STORED and len(members(group)) > 0]


def panels(count, height):
    figure, axes = plt.subplots(1, max(1, count), figsize=(5.6 * max(1, count), height), squeeze=False)
    return figure, axes[0]


figure, axes = panels(len(shown), 4.6)
for axis, group in zip(axes, shown):
    rows = members(group)
    axis.plot([0, rows["churned"].mean(), 1], [0, 1, 1], color="0.6", linestyle=":", label="perfect")
    axis.plot([0, 1], [0, 1], color="0.6", linestyle="--", label="random")
    for column, name in reversed(PREDICTIONS.items()):
        axis.plot(*gain(rows["churned"], rows[column]), color=COLOURS[name], label=name)
    axis.set_title(f"{group}: {len(rows):,} customers, {rows['churned'].mean():.1%} churned")
    axis.set_xlabel("share of customers, highest risk first")
    axis.set_ylabel("share of churners found")
    axis.legend(loc="lower right", frameon=False)
plt.show()

# %% [markdown] reliability-text
# ## Calibration: is 70 % really 70 %?
#
# Ten bins of equal size by probability: the mean predicted probability against the observed churn
# rate, with two standard errors. On the diagonal, probabilities mean what they say.

# %% reliability
def reliability(rows):
    """Bin i of 10 holds the ranks from i n / 10 up to (i + 1) n / 10, rounded down."""
    ordered = rows.sort_values("churn_probability", kind="stable").reset_index(drop=True)
    # The last bin b for which b n / 10, rounded down, is at most the rank.
    bins = (10 * (ordered.index + 1) - 1) // len(ordered)
    result = ordered.groupby(bins).agg(
        customers=("churned", "size"),
        predicted=("churn_probability", "mean"),
        churned=("churned", "mean"),
    )
    result["error"] = (result["churned"] * (1 - result["churned"]) / result["customers"]) ** 0.5
    return result


figure, axes = panels(len(shown), 5.0)
for axis, group in zip(axes, shown):
    bins = reliability(members(group))
    axis.plot([0, 1], [0, 1], color="0.6", linestyle="--")
    axis.errorbar(
        bins["predicted"], bins["churned"], yerr=2 * bins["error"],
        fmt="o", markersize=4, capsize=2, color=COLOURS["model"],
    )
    least, most = bins["customers"].min(), bins["customers"].max()
    axis.set_title(f"{group}: {least:,} to {most:,} customers per bin")
    axis.set_xlabel("mean predicted probability of churn")
    axis.set_ylabel("observed churn rate")
    axis.set_xlim(-0.05, 1.05)
    axis.set_ylim(-0.05, 1.05)
    display(bins.round(4).rename_axis(f"{group}, bin"))
plt.show()

# %% [markdown] list-text
# ## The list: who gets what
#
# `act`: the expected gain of an action is above its cost. `win_back`: inactive for so long that a
# reminder is not enough. `none`: leave alone. Money is in the currency of the orders; empty means
# unknown.

# %% list
composition = (
    scores.groupby("list")
    .agg(
        customers=("customer_id", "size"),
        churn_probability=("churn_probability", "mean"),
        days_since_last_order=("days_since_last_order", "median"),
        orders=("orders", "mean"),
        clv_at_risk=("clv_at_risk", "sum"),
        expected_gain=("expected_gain", "sum"),
    )
    .reindex(["act", "win_back", "none"])
    .dropna(how="all")
)
composition.insert(1, "share", composition["customers"] / len(scores))
display(composition.round(3))

if "segment" in scores:
    display(pd.crosstab(scores["segment"].fillna("unknown"), scores["list"]))

# %% [markdown] top-text
# ## The top twenty
#
# In the order of `rank`, with the three features that move each probability most. (These are
# contributions within the model, not causes.)

# %% top
top = scores.sort_values("rank").head(20)
columns = [
    "rank", "customer_id", "list", "churn_probability", "expected_gain", "days_since_last_order",
    "orders", "average_order_value", "reason_1", "reason_2", "reason_3",
]
with pd.option_context("display.max_colwidth", None):
    display(top[columns].round(3).set_index("rank"))

# %% [markdown] features-text
# ## How customers on `act` differ
#
# The difference in means between customers on `act` and all others, in standard deviations of the
# feature; the twelve largest.

# %% features
joined = features.merge(scores[["customer_id", "list"]], on="customer_id", validate="one_to_one")
assert len(joined) == len(scores), "customers of scores.csv are missing in features.csv"

numbers = joined.select_dtypes("number")
acts = joined["list"] == "act"
spread = numbers.std()
contrast = ((numbers[acts].mean() - numbers[~acts].mean()) / spread[spread > 0]).dropna()
if contrast.empty:
    print("Nothing to compare: all customers are on one list.")
else:
    largest = contrast.reindex(contrast.abs().sort_values(kind="stable").index[-12:])
    figure, axis = plt.subplots(figsize=(7.5, 4.2))
    axis.barh(largest.index, largest, color=COLOURS["model"])
    axis.axvline(0, color="0.4", linewidth=0.8)
    axis.set_xlabel("difference in means, standard deviations")
    plt.show()

# %% [markdown] silence-text
# ## Risk and days since the last order
#
# One dot per customer. If the probability depended on the time since the last order alone, the dots
# would lie on one curve; the spread is what the other features add.

# %% silence
figure, axis = plt.subplots(figsize=(8.4, 4.8))
for name, colour in {"none": "0.65", "win_back": "#8a4f9e", "act": "#c8452f"}.items():
    rows = scores[scores["list"] == name]
    axis.scatter(
        rows["days_since_last_order"], rows["churn_probability"],
        s=4, alpha=0.35, linewidths=0, color=colour, label=f"{name} ({len(rows):,})", rasterized=True,
    )
axis.axvline(HORIZON_DAYS, color="0.4", linewidth=0.8, linestyle=":")
axis.annotate("horizon", (HORIZON_DAYS, 0.0), xytext=(3, 2), textcoords="offset points", fontsize=8)
axis.set_xlabel("days since the last order")
axis.set_ylabel("probability of churn")
axis.set_ylim(-0.02, 1.02)
legend = axis.legend(markerscale=4, frameon=False, loc="lower right")
for handle in legend.legend_handles:
    handle.set_alpha(1)
plt.show()
