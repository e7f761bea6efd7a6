-- The ground: what every later migration may rely on.
-- Text is UTF-8; names and memos come from all over the world, and a narrower database would lose them.
do $$
begin
    if current_setting('server_encoding') <> 'UTF8' then
        raise exception 'database encoding: must be UTF8, got %', current_setting('server_encoding');
    end if;
end
$$;
