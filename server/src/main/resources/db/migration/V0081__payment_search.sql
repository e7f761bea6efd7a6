-- Payments of the merchant API are found by what their merchants wrote beside them.
create index payment_details on payment using gin ((details::jsonb) jsonb_path_ops)
    where channel = 'MERCHANT_API'
      and (details like '%"metadata"%' or details like '%"customer"%');
