SELECT ss_ticket_number, ss_item_sk, ss_ext_sales_price, ss_net_profit
FROM store_sales
WHERE ss_quantity = 42
