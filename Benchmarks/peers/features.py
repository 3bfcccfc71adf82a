"""The peers' 43 features by DuckDB, CSV to CSV: features.py TRANSACTIONS EVENTS OUTPUT [AS_OF]"""
import sys

import duckdb

transactions, events, output = sys.argv[1:4]
as_of = sys.argv[4] if len(sys.argv) > 4 else "2025-01-01"
KINDS = (
    "email_open email_click site_visit product_view cart_add cart_abandon support_ticket review"
).split()
ORDER_WINDOWS, EVENT_WINDOWS = (30, 90, 180, 365), (30, 90)

connection = duckdb.connect()
connection.execute("set preserve_insertion_order = false")
(cut,) = connection.execute(f"select epoch(timestamp '{as_of}')::bigint").fetchone()


def since(days):
    return f"t >= {cut - days * 86400}"


def listed(items):
    return ", ".join(items)


orders = listed(f"count(*) filter ({since(w)}) as orders_{w}" for w in ORDER_WINDOWS)
spend = listed(f"coalesce(sum(amount) filter ({since(w)}), 0) as spend_{w}" for w in ORDER_WINDOWS)
busiest = listed(f"count(*) filter (weekday = {day})" for day in range(7))
engagement = [f"{kind}_{w}" for kind in KINDS for w in EVENT_WINDOWS]
counts = listed(
    f"count(*) filter (kind = '{kind}' and {since(w)}) as {kind}_{w}"
    for kind in KINDS for w in EVENT_WINDOWS)
filled = listed(f"coalesce({name}, 0) as {name}" for name in engagement)

connection.execute(f"""
copy (
  with lines as (
    select customer_id, epoch(timestamp)::bigint as t, amount, category, channel, discount, returned
    from read_csv('{transactions}', header = true, auto_detect = false, delim = ',', quote = '"',
      columns = {{'customer_id': 'VARCHAR', 'order_id': 'VARCHAR', 'timestamp': 'TIMESTAMP',
        'amount': 'DOUBLE', 'category': 'VARCHAR', 'channel': 'VARCHAR', 'discount': 'DOUBLE',
        'returned': 'INTEGER'}})),
  seen as (
    select *, (t // 86400 + 3) % 7 as weekday,
      (t - lag(t) over (partition by customer_id order by t)) / 86400.0 as gap
    from lines where t < {cut}),
  purchases as (
    select customer_id, ({cut} - max(t)) / 86400.0 as recency_days, count(*) as frequency,
      sum(amount) as monetary, ({cut} - min(t)) / 86400.0 as tenure_days, avg(amount) as aov,
      stddev_pop(amount) as amount_std, coalesce(avg(gap), 0) as ipt_mean,
      coalesce(stddev_pop(gap), 0) as ipt_std, {orders}, {spend},
      count(distinct category) as distinct_categories,
      greatest({busiest}) / count(*) as weekday_share,
      avg((discount > 0)::int) as discount_share, avg(returned) as return_rate,
      avg((channel in ('web', 'app'))::int) as online_share
    from seen group by customer_id),
  happened as (
    select customer_id, epoch(timestamp)::bigint as t, kind, value
    from read_csv('{events}', header = true, auto_detect = false, delim = ',', quote = '"',
      columns = {{'customer_id': 'VARCHAR', 'timestamp': 'TIMESTAMP', 'kind': 'VARCHAR',
        'value': 'DOUBLE'}})
    where epoch(timestamp) < {cut}),
  visits as (
    select customer_id, {counts}, count(*) as events_total,
      count(*) filter (kind = 'support_ticket') as tickets_total,
      count(*) filter (kind = 'cart_add') as added,
      count(*) filter (kind = 'cart_abandon') as abandoned,
      ({cut} - max(t) filter (kind = 'site_visit')) / 86400.0 as days_since_visit,
      ({cut} - max(t) filter (kind = 'email_open')) / 86400.0 as days_since_open,
      avg(value) filter (kind = 'review') as review_mean
    from happened group by customer_id)
  select purchases.*, {filled}, coalesce(events_total, 0) as events_total,
    coalesce(tickets_total, 0) as tickets_total,
    case when added + abandoned > 0 then abandoned / (added + abandoned) else 0 end
      as cart_abandon_ratio,
    coalesce(days_since_visit, tenure_days) as days_since_visit,
    coalesce(days_since_open, tenure_days) as days_since_open,
    coalesce(review_mean, 0) as review_mean
  from purchases left join visits using (customer_id)
) to '{output}' (header, delimiter ',')
""")
print(f"DuckDB {duckdb.__version__}")
