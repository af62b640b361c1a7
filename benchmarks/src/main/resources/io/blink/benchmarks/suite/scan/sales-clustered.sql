SELECT count(*) AS sales, sum(ss_ext_sales_price) AS prices, sum(ss_net_paid) AS paid, max(ss_customer_sk) AS customer, min(ss_sold_date_sk) AS first_day
FROM store_sales
WHERE ss_ticket_number BETWEEN ${ticket} AND ${ticketEnd}
