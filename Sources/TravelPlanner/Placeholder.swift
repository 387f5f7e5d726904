// TravelPlanner
