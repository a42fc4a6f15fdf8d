"""What the API's routers share, whatever their room: refusals, pages of lists, values people send."""
