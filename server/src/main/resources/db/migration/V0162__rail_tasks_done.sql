-- What rails have heard is deleted by this after a while, a number of rows at a time; refunds stay.
create index rail_task_done on rail_task (done_at) where kind <> 'REFUND';
