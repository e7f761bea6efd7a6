-- What every entry did to what a merchant is owed. Rows are only added, with their entry.
create table statement_line (
    id                    uuid        not null,
    account               uuid        not null,
    holder                uuid        not null,
    kind                  text        not null,
    currency              text        not null,
    net_minor             bigint      not null,
    fee_minor             bigint      not null,
    application_fee_minor bigint      not null,
    source                uuid        not null,
    subject               uuid        not null,
    entry                 bigint      not null,
    at                    timestamptz not null,
    constraint statement_line_pkey primary key (id)
);

create index statement_line_holder on statement_line (holder, at, id);
-- Payments are most lines; the rest is found without reading through them.
create index statement_line_rare on statement_line (holder, kind, at, id) where kind <> 'CHARGE';

-- Entries written before there were statements get their lines: what they moved, fee by fee.
insert into statement_line
  (id, account, holder, kind, currency, net_minor, fee_minor, application_fee_minor, source,
   subject, entry, at)
select gen_random_uuid(), a.id, a.holder,
  case when bool_or(t.purpose like 'REFUND%') then 'REFUND' else 'CHARGE' end,
  a.currency,
  sum(case when t.credit = a.id then t.amount_minor else -t.amount_minor end),
  (select coalesce(sum(case when c.kind = 'FEE_INCOME' then f.amount_minor
      when d.kind = 'FEE_INCOME' then -f.amount_minor else 0 end), 0)
    from transfer f join account d on d.id = f.debit join account c on c.id = f.credit
    where f.entry = t.entry and f.subject = min(t.subject::text)::uuid
      and f.kind in ('POSTED', 'HOLD_POSTED')),
  0, min(t.subject::text)::uuid, min(t.subject::text)::uuid, t.entry, min(t.at)
from transfer t join account a on a.kind = 'MERCHANT_PAYABLE' and a.id in (t.debit, t.credit)
where t.kind in ('POSTED', 'HOLD_POSTED')
group by t.entry, a.id, a.holder, a.currency;
